package corral.shell.command;

import static corral.shell.command.CommandException.quoted;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/**
 * One use of a command: in which session, and with what.
 *
 * @param session the session that it was typed in
 * @param arguments what followed the command's name
 */
public record Call(CommandSession session, Arguments arguments) {
  /** Whether an option was given. */
  public boolean has(Option option) {
    return arguments.has(option);
  }

  /** The word that an option was given. */
  public Optional<String> value(Option option) {
    return arguments.value(option);
  }

  /** The words that are not options. */
  public List<String> operands() {
    return arguments.operands();
  }

  /** The first operand, if there is one. */
  public Optional<String> operand() {
    return operands().stream().findFirst();
  }

  /**
   * A path as the person means it, seen from the session's current directory. Only text is joined:
   * what a path may be is decided where it is used.
   */
  public String path(String text) {
    return resolve(session.currentDir().toString(), text);
  }

  /** A path seen from a directory, as {@link #path}. */
  public static String resolve(String directory, String text) {
    if (text.startsWith("/")) {
      return text;
    }
    return directory.endsWith("/") ? directory + text : directory + "/" + text;
  }

  /** Where the command's output goes: the terminal, a pipe or a file. */
  public PrintStream out() {
    var process = Process.Utils.current();
    return process == null ? session.getConsole() : process.out();
  }

  /** Where what is said besides goes. */
  public PrintStream errors() {
    var process = Process.Utils.current();
    return process == null ? session.getConsole() : process.err();
  }

  /** Whether the output goes where the session's does, not into a pipe or a file. */
  public boolean isAtTerminal() {
    var process = Process.Utils.current();
    return process == null || process.isTty(1);
  }

  /**
   * Whether the command itself must write its value. Gogo writes values into pipes and the console
   * shows them, but neither writes them to a file. What is captured for a variable is no different
   * from a file here; the text is then dropped in favour of the value.
   */
  boolean isForAFile() {
    var process = Process.Utils.current();
    return process != null
        && !process.isTty(1)
        && process.equals(process.job().processes().getLast());
  }

  /**
   * The number of a process.
   *
   * @throws CommandException if it is none
   */
  public static int pid(String text) throws CommandException {
    try {
      int pid = Integer.parseInt(text);
      if (pid >= 0) {
        return pid;
      }
    } catch (NumberFormatException _) {
      // Told below, as a negative number is.
    }
    throw new CommandException(quoted(text) + " is not a pid (EINVAL)");
  }
}
