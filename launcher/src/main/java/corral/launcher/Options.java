package corral.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line asks for. Immutable.
 *
 * @param task what to do
 * @param host the host that was named
 * @param log the log directory that was named
 * @param state the state directory that was named
 * @param background whether the terminal is given up
 * @param commands the commands of {@code -c}, or of {@code exec}
 * @param file the script of {@code -f}
 * @param arguments what the script gets as its arguments
 */
record Options(
    Task task,
    Optional<String> host,
    Optional<Path> log,
    Optional<Path> state,
    boolean background,
    Optional<String> commands,
    Optional<String> file,
    List<String> arguments) {

  private static final Set<String> HOSTS = Set.of("linux", "sim");

  /** What to do. */
  enum Task {
    RUN,
    DAEMON,
    EXEC,
    STATUS,
    STOP,
    HELP,
    VERSION
  }

  /** The options that a task knows. */
  private static final Map<Task, Set<String>> OPTIONS =
      Map.of(
          Task.RUN, Set.of("-c", "-f", "--host", "--log", "--state"),
          Task.DAEMON, Set.of("--background", "--host", "--log", "--state"),
          Task.EXEC, Set.of("-f", "--state"),
          Task.STATUS, Set.of("--state"),
          Task.STOP, Set.of("--state"));

  /** The tasks that have a name on the command line. */
  private static final Map<String, Task> NAMED =
      Map.of("daemon", Task.DAEMON, "exec", Task.EXEC, "status", Task.STATUS, "stop", Task.STOP);

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
      throw new UsageException(
          reader.task == Task.EXEC
              ? "exec takes COMMANDS or -f, not both"
              : "-c and -f cannot be used together");
    }
    var task = reader.instead.orElse(reader.task);
    if (task == Task.EXEC && reader.commands.isEmpty() && reader.file.isEmpty()) {
      throw new UsageException("exec needs COMMANDS, or -f FILE");
    }
    return new Options(
        task,
        reader.host,
        reader.log,
        reader.state,
        reader.background,
        reader.commands,
        reader.file,
        List.copyOf(reader.arguments));
  }

  /** Reads words from left to right. */
  private static final class Reader {
    private final List<String> words;
    private int next;

    Task task = Task.RUN;
    Optional<Task> instead = Optional.empty();
    Optional<String> host = Optional.empty();
    Optional<Path> log = Optional.empty();
    Optional<Path> state = Optional.empty();
    boolean background;
    Optional<String> commands = Optional.empty();
    Optional<String> file = Optional.empty();
    List<String> arguments = List.of();

    Reader(List<String> words) {
      this.words = words;
    }

    void readAll() throws UsageException {
      if (!words.isEmpty() && NAMED.containsKey(words.getFirst())) {
        task = NAMED.get(words.getFirst());
        next = 1;
      }
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
      if (!option.startsWith("-") || option.equals(Program.INPUT)) {
        operand(option);
        return;
      }
      switch (option) {
        case "-h", "--help" -> instead = flag(option, attached, Optional.of(Task.HELP));
        case "--version" -> instead = flag(option, attached, Optional.of(Task.VERSION));
        case String known when OPTIONS.getOrDefault(task, Set.of()).contains(known) ->
            readKnown(known, attached);
        default -> throw new UsageException("unknown option: " + printable(option));
      }
    }

    private void readKnown(String option, Optional<String> attached) throws UsageException {
      switch (option) {
        case "-c" -> commands = once(option, commands, value(option, attached));
        case "-f" -> file = once(option, file, value(option, attached));
        case "--host" -> host = once(option, host, host(value(option, attached)));
        case "--log" -> log = once(option, log, directory(option, value(option, attached)));
        case "--state" -> state = once(option, state, directory(option, value(option, attached)));
        case "--background" -> background = flag(option, attached, true);
        default -> throw new AssertionError(option);
      }
    }

    /** The commands of {@code exec}; nothing else takes words that are no options. */
    private void operand(String word) throws UsageException {
      if (task != Task.EXEC || commands.isPresent()) {
        throw new UsageException("unexpected argument: " + printable(word));
      }
      if (word.equals(Program.INPUT)) {
        file = once("-", file, word);
      } else {
        commands = Optional.of(word);
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

    private static <T> T flag(String option, Optional<String> attached, T meaning)
        throws UsageException {
      if (attached.isPresent()) {
        throw new UsageException(option + " takes no value");
      }
      return meaning;
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
