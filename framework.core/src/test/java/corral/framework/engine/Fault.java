package corral.framework.engine;

import corral.framework.api.Container;
import corral.framework.api.Errno;
import org.jspecify.annotations.Nullable;

/**
 * A failure that waits for one call of a callback.
 *
 * @param subsystem whose callback
 * @param skip how many calls go well before
 * @param errno what is refused with; null for a runtime exception
 */
record Fault(String subsystem, Callback callback, int skip, @Nullable Errno errno) {
  /** A fault that has struck, and the container it struck in. */
  record Strike(Fault fault, @Nullable Container container) {
    boolean isIn(Callback callback) {
      return fault.callback == callback;
    }

    /** What an operation is refused with that the callback refuses. */
    Errno errno() {
      return fault.errno == null ? Errno.EIO : fault.errno;
    }
  }

  /** What a callback fails with that may not fail. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(Fault fault) {
      super(fault.toString(), null, false, false);
    }
  }

  @Override
  public String toString() {
    return "%s fails in call %d of %s with %s"
        .formatted(subsystem, skip + 1, callback, errno == null ? "a runtime exception" : errno);
  }
}
