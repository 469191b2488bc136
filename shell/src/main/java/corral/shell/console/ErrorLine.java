package corral.shell.console;

import corral.framework.api.Errno;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.EOFError;
import org.apache.felix.gogo.runtime.SyntaxError;

/** The one place where a failure becomes a line for a person: {@code COMMAND: WHAT IS WRONG}. */
final class ErrorLine {
  private static final int LONGEST = 300;

  private ErrorLine() {}

  /**
   * One printable line.
   *
   * @param command the command that failed, as it was typed
   */
  static String of(String command, Throwable failure) {
    var line =
        switch (unwrapped(failure)) {
          case CommandNotFoundException unknown -> unknown.getCommand() + ": command not found";
          case EOFError _ -> "syntax error: the end comes too early, something is not closed";
          case SyntaxError error ->
              "syntax error in column " + (error.column() + 1) + ": " + error.getMessage();
          case Throwable other -> withoutScope(command) + ": " + reason(other);
        };
    return printable(line);
  }

  /** What carries a failure through an interface that does not allow it says nothing itself. */
  private static Throwable unwrapped(Throwable failure) {
    return switch (failure) {
      case ExecutionException e when e.getCause() != null -> unwrapped(e.getCause());
      case UncheckedIOException e when e.getCause() != null -> unwrapped(e.getCause());
      case DirectoryIteratorException e when e.getCause() != null -> unwrapped(e.getCause());
      default -> failure;
    };
  }

  /** What is wrong, without the command. */
  static String reason(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException e -> file(e, Errno.ENOENT);
      case FileAlreadyExistsException e -> file(e, Errno.EEXIST);
      case NotDirectoryException e -> file(e, Errno.ENOTDIR);
      case DirectoryNotEmptyException e -> file(e, Errno.ENOTEMPTY);
      case AccessDeniedException e -> file(e, Errno.EACCES);
      case FileSystemException e -> withErrno(message(e));
      case FileNotFoundException e -> withErrno(message(e).replaceFirst(" \\((.*)\\)$", ": $1"));
      case IllegalArgumentException e when message(e).startsWith("Cannot coerce ") ->
          "does not take these arguments";
      case NullPointerException e -> bug(e);
      case ClassCastException e -> bug(e);
      case IndexOutOfBoundsException e -> bug(e);
      case Error e -> bug(e);
      default -> message(failure).isBlank() ? bug(failure) : message(failure);
    };
  }

  /** The host's file systems say in their message only which file it was; ours say all. */
  private static String file(FileSystemException e, Errno errno) {
    return Objects.equals(e.getMessage(), e.getFile())
        ? withErrno(e.getFile() + ": " + errno.text())
        : message(e);
  }

  /** Adds the name to what the system says in words. */
  private static String withErrno(String text) {
    return Stream.of(Errno.values())
        .filter(errno -> text.endsWith(": " + errno.text()))
        .findFirst()
        .map(errno -> text + " (" + errno.name() + ")")
        .orElse(text);
  }

  private static String bug(Throwable failure) {
    return "internal error (" + failure + "); the log says where";
  }

  private static String message(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), "");
  }

  private static String withoutScope(String command) {
    return command.substring(command.indexOf(':') + 1);
  }

  private static String printable(String text) {
    var line = text.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ").replaceAll("\\p{Cntrl}", "?");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }
}
