package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.host.linux.ffi.ErrorNumber;
import corral.host.linux.ffi.OsException;
import org.jspecify.annotations.Nullable;

/** Puts what the kernel refused in the framework's words. */
final class Refusal {
  private Refusal() {}

  /**
   * The refusal of an operation on a process.
   *
   * @param reason what else there is to say, or null
   */
  static ContainerException of(OsException refused, int pid, @Nullable String reason) {
    return new ContainerException(errno(refused), Integer.toString(pid), reason);
  }

  /** The refusal of an operation on a file. */
  static ContainerException of(OsException refused, String path) {
    return new ContainerException(errno(refused), path, refused.getMessage());
  }

  /** The refusal of an operation on no process in particular. */
  static ContainerException of(OsException refused) {
    return new ContainerException(errno(refused), refused.getMessage());
  }

  private static Errno errno(OsException refused) {
    return switch (refused.errno()) {
      case ErrorNumber.EPERM -> Errno.EPERM;
      case ErrorNumber.ENOENT -> Errno.ENOENT;
      case ErrorNumber.ESRCH -> Errno.ESRCH;
      case ErrorNumber.EAGAIN -> Errno.EAGAIN;
      case ErrorNumber.ENOMEM -> Errno.ENOMEM;
      case ErrorNumber.EACCES -> Errno.EACCES;
      case ErrorNumber.EBUSY -> Errno.EBUSY;
      case ErrorNumber.ENODEV -> Errno.ENODEV;
      case ErrorNumber.ENOTDIR -> Errno.ENOTDIR;
      case ErrorNumber.EINVAL -> Errno.EINVAL;
      case ErrorNumber.EMFILE -> Errno.EMFILE;
      default -> Errno.EIO;
    };
  }
}
