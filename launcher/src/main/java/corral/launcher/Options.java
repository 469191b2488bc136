package corral.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line asks for. Immutable.
 *
 * @param task what to do
 * @param host the host that was named
 * @param log the log directory that was named
 * @param commands the commands of {@code -c}
 * @param file the script of {@code -f}
 * @param arguments what the script gets as its arguments
 */
record Options(
    Task task,
    Optional<String> host,
    Optional<Path> log,
    Optional<String> commands,
    Optional<String> file,
    List<String> arguments) {

  private static final Set<String> HOSTS = Set.of("linux", "sim");

  /** What to do. */
  enum Task {
    RUN,
    HELP,
    VERSION
  }

  /** A command line that cannot be understood; the message is one line for a person. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(String... words) throws UsageException {
    var reader = new Reader(List.of(words));
    reader.readAll();
    if (reader.commands.isPresent() && reader.file.isPresent()) {
      throw new UsageException("-c and -f cannot be used together");
    }
    return new Options(
        reader.task,
        reader.host,
        reader.log,
        reader.commands,
        reader.file,
        List.copyOf(reader.arguments));
  }

  /** Reads words from left to right. */
  private static final class Reader {
    private final List<String> words;
    private int next;

    Task task = Task.RUN;
    Optional<String> host = Optional.empty();
    Optional<Path> log = Optional.empty();
    Optional<String> commands = Optional.empty();
    Optional<String> file = Optional.empty();
    List<String> arguments = List.of();

    Reader(List<String> words) {
      this.words = words;
    }

    void readAll() throws UsageException {
      while (next < words.size()) {
        var word = words.get(next++);
        if (word.equals("--")) {
          arguments = words.subList(next, words.size());
          return;
        }
        var equals = word.startsWith("--") ? word.indexOf('=') : -1;
        if (equals < 0) {
          read(word, Optional.empty());
        } else {
          read(word.substring(0, equals), Optional.of(word.substring(equals + 1)));
        }
      }
    }

    private void read(String option, Optional<String> attached) throws UsageException {
      switch (option) {
        case "-c" -> commands = once(option, commands, value(option, attached));
        case "-f" -> file = once(option, file, value(option, attached));
        case "--host" -> host = once(option, host, host(value(option, attached)));
        case "--log" -> log = once(option, log, directory(option, value(option, attached)));
        case "-h", "--help" -> task = flag(option, attached, Task.HELP);
        case "--version" -> task = flag(option, attached, Task.VERSION);
        default ->
            throw new UsageException(
                option.startsWith("-")
                    ? "unknown option: " + printable(option)
                    : "unexpected argument: " + printable(option));
      }
    }

    private String value(String option, Optional<String> attached) throws UsageException {
      if (attached.isPresent()) {
        return attached.get();
      }
      if (next == words.size()) {
        throw new UsageException(option + " needs a value");
      }
      return words.get(next++);
    }

    private static Task flag(String option, Optional<String> attached, Task task)
        throws UsageException {
      if (attached.isPresent()) {
        throw new UsageException(option + " takes no value");
      }
      return task;
    }

    private static <T> Optional<T> once(String option, Optional<T> before, T value)
        throws UsageException {
      if (before.isPresent()) {
        throw new UsageException(option + " is given twice");
      }
      return Optional.of(value);
    }

    private static String host(String name) throws UsageException {
      if (!HOSTS.contains(name)) {
        throw new UsageException("unknown host: " + printable(name) + " (linux or sim)");
      }
      return name;
    }

    private static Path directory(String option, String name) throws UsageException {
      try {
        return Path.of(name).toAbsolutePath();
      } catch (InvalidPathException e) {
        throw new UsageException(option + ": no path: " + printable(name));
      }
    }

    private static String printable(String word) {
      int longest = 200;
      var cut = word.length() > longest ? word.substring(0, longest) + "..." : word;
      return cut.replaceAll("\\p{Cntrl}", "?");
    }
  }
}
