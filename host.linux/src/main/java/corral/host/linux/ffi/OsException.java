package corral.host.linux.ffi;

import java.io.IOException;

/** A call that the operating system refused. */
public final class OsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String message;
  private final int errno;

  OsException(String call, int errno) {
    message = call + ": " + ErrorNumber.text(errno);
    this.errno = errno;
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** One of {@link ErrorNumber}, or another error number of the kernel's. */
  public int errno() {
    return errno;
  }

  /** Answers a call's result, or throws if it is a negative errno. */
  static int check(int result, String call) throws OsException {
    if (result < 0) {
      throw new OsException(call, -result);
    }
    return result;
  }
}
