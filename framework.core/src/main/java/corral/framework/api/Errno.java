package corral.framework.api;

/**
 * The error names of the seeds and of Linux, each with its customary text.
 *
 * <p>Errors carry their name everywhere; only a file-system front turns one into a number, because
 * the numbers belong to its protocol and not to the rules. Immutable.
 */
public enum Errno {
  EPERM("Operation not permitted"),
  ENOENT("No such file or directory"),
  ESRCH("No such process"),
  EINTR("Interrupted system call"),
  EIO("Input/output error"),
  E2BIG("Argument list too long"),
  EBADF("Bad file descriptor"),
  EAGAIN("Resource temporarily unavailable"),
  ENOMEM("Cannot allocate memory"),
  EACCES("Permission denied"),
  EBUSY("Device or resource busy"),
  EEXIST("File exists"),
  EXDEV("Invalid cross-device link"),
  ENODEV("No such device"),
  ENOTDIR("Not a directory"),
  EISDIR("Is a directory"),
  EINVAL("Invalid argument"),
  EMFILE("Too many open files"),
  ENOSPC("No space left on device"),
  EROFS("Read-only file system"),
  ERANGE("Numerical result out of range"),
  ENAMETOOLONG("File name too long"),
  ENOSYS("Function not implemented"),
  ENOTEMPTY("Directory not empty");

  private final String text;

  Errno(String text) {
    this.text = text;
  }

  /** The text that the C library gives for this error, such as {@code File exists}. */
  public String text() {
    return text;
  }
}
