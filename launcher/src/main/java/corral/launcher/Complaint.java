package corral.launcher;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is wrong, in one line for a person. */
public final class Complaint {
  private Complaint() {}

  /** The first line of the message that is closest to the cause. */
  public static String of(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case NoSuchFileException e -> e.getFile() + ": No such file or directory (ENOENT)";
      case AccessDeniedException e -> e.getFile() + ": Permission denied (EACCES)";
      case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
      case Throwable other -> firstLine(other);
    };
  }

  private static String firstLine(Throwable failure) {
    var message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.toString()
        : message.lines().findFirst().orElseThrow();
  }
}
