package corral.shell.console;

import java.util.List;
import org.apache.felix.service.command.CommandSession;

/**
 * A program that runs without a person. Immutable.
 *
 * @param file where it was read; empty for one of the command line, {@code -} for standard input
 * @param text the program
 * @param arguments what it gets as {@code $1}, {@code $2} and so on
 */
record Program(String file, String text, List<String> arguments) {
  private static final String INPUT = "-";

  /** Whether it was read from standard input, of which nothing is left then. */
  boolean isInput() {
    return file.equals(INPUT);
  }

  /** What is said before an error, to tell where it happened. */
  String place(int line) {
    if (!file.isEmpty()) {
      return (isInput() ? "standard input" : file) + ":" + line + ": ";
    }
    return text.strip().contains("\n") ? "line " + line + ": " : "";
  }

  /** Sets the variables by which a program knows its arguments. */
  void giveArguments(CommandSession session) {
    session.put("args", arguments);
    for (int i = 0; i < arguments.size(); i++) {
      session.put(String.valueOf(i + 1), arguments.get(i));
    }
  }
}
