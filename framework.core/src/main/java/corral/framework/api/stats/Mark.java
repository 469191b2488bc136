package corral.framework.api.stats;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Something about a container that a {@link StatisticsListener} waits for: that a figure rises to a
 * number or falls below it again, that the container becomes empty, or that a limit is hit in it.
 * Immutable.
 *
 * @param figure what is measured
 * @param number where the mark is; 0 for {@link #EMPTY} and {@link #LIMIT}
 */
public record Mark(Figure figure, double number) {
  /**
   * The last task has left the container, and there is none below it. It can be told twice when
   * containers of which one is in the other become empty at the same time.
   */
  public static final Mark EMPTY = new Mark(Figure.EMPTY, 0);

  /** A subsystem has refused something because a limit of the container was met. */
  public static final Mark LIMIT = new Mark(Figure.LIMIT, 0);

  /** What can be waited for; each is called by its name in small letters. */
  public enum Figure {
    /** Tasks that run. */
    RUNNING,
    /** Tasks that wait for I/O. */
    BLOCKED,
    /** Tasks that are uninterruptible for another reason. */
    UNINTERRUPTIBLE,
    /** Tasks that sleep. */
    SLEEPING,
    /** Tasks that are stopped. */
    STOPPED,
    /** All tasks. */
    TASKS,
    /** The load average over one minute. */
    LOAD1,
    /** The load average over five minutes. */
    LOAD5,
    /** The load average over fifteen minutes. */
    LOAD15,
    /** As {@link Mark#EMPTY}. */
    EMPTY,
    /** As {@link Mark#LIMIT}. */
    LIMIT;

    private boolean hasNumber() {
      return this != EMPTY && this != LIMIT;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Pattern WITH_NUMBER =
      Pattern.compile("([a-z0-9]+)\\s*>=\\s*([0-9]{1,9}(?:\\.[0-9]{1,9})?)");

  /**
   * Reads a mark: {@code running>=5}, {@code load1>=2.5}, {@code empty} or {@code limit}.
   *
   * @throws ContainerException EINVAL if it is none
   */
  public static Mark parse(String text) throws ContainerException {
    var withNumber = WITH_NUMBER.matcher(text.strip());
    boolean hasNumber = withNumber.matches();
    var name = hasNumber ? withNumber.group(1) : text.strip();
    for (var figure : Figure.values()) {
      if (figure.toString().equals(name) && figure.hasNumber() == hasNumber) {
        return new Mark(figure, hasNumber ? Double.parseDouble(withNumber.group(2)) : 0);
      }
    }
    throw new ContainerException(
        Errno.EINVAL, "'" + text + "' is none of " + String.join(", ", forms()));
  }

  private static List<String> forms() {
    return Stream.of(Figure.values())
        .map(figure -> figure.hasNumber() ? figure + ">=N" : figure.toString())
        .toList();
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    if (!figure.hasNumber()) {
      return figure.toString();
    }
    boolean isWhole = number == Math.rint(number);
    return figure + ">=" + (isWhole ? Long.toString((long) number) : Double.toString(number));
  }
}
