package corral.framework.api;

import org.jspecify.annotations.Nullable;

/**
 * An operation that was refused: which error, on what, and why.
 *
 * <p>When one is thrown nothing has changed: every operation of the framework either takes place as
 * a whole or not at all. The message is one line, ready to be shown to a person, in the shape
 * {@code SUBJECT: TEXT (ERRNO)} or {@code SUBJECT: TEXT (ERRNO): REASON}. Immutable.
 */
public final class ContainerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Errno errno;
  private final @Nullable String subject;
  private final @Nullable String reason;

  /** An error of which the thrower knows no more than its name. */
  public ContainerException(Errno errno) {
    this(errno, null, null);
  }

  /**
   * An error with its reason.
   *
   * @param reason what was refused and why, without the errno and without a full stop
   */
  public ContainerException(Errno errno, String reason) {
    this(errno, null, reason);
  }

  /**
   * An error on a named thing.
   *
   * @param subject the path, pid or name that was refused
   * @param reason what was refused and why, or null where the errno says it all
   */
  public ContainerException(Errno errno, @Nullable String subject, @Nullable String reason) {
    super(message(errno, subject, reason));
    this.errno = errno;
    this.subject = subject;
    this.reason = reason;
  }

  /** Which error. */
  public Errno errno() {
    return errno;
  }

  /** The path, pid or name that was refused, if the thrower knew it. */
  public @Nullable String subject() {
    return subject;
  }

  /** What was refused and why, if there is more to say than the errno says. */
  public @Nullable String reason() {
    return reason;
  }

  /** This error with a subject, for a caller who knows the path that its callee did not know. */
  public ContainerException on(String newSubject) {
    if (subject != null) {
      return this;
    }
    var named = new ContainerException(errno, newSubject, reason);
    named.setStackTrace(getStackTrace());
    named.addSuppressed(this);
    return named;
  }

  private static String message(Errno errno, @Nullable String subject, @Nullable String reason) {
    var line = new StringBuilder();
    if (subject != null) {
      line.append(printable(subject)).append(": ");
    }
    line.append(errno.text()).append(" (").append(errno.name()).append(')');
    if (reason != null) {
      line.append(": ").append(printable(reason));
    }
    return line.toString();
  }

  /** Rejected data may hold anything; a message stays one short line of printable characters. */
  private static String printable(String text) {
    int longest = 200;
    var line = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return text.codePointCount(0, text.length()) > longest
        ? line.append("...").toString()
        : line.toString();
  }
}
