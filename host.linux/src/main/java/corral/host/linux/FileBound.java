package corral.host.linux;

import corral.framework.api.host.TaskInfo;
import corral.host.linux.ffi.FileLimit;

/**
 * That a process is held to a limit of descriptors, and which it had before. Immutable.
 *
 * @param startTimeNanos the process's start, for its id may come to mean another process
 * @param before what it had before
 * @param releasedAtNanos when it got back what it had, in nanoseconds since boot; or {@link #NEVER}
 */
record FileBound(long startTimeNanos, FileLimit before, long releasedAtNanos) {
  private static final long NEVER = Long.MAX_VALUE;

  /** How much later than its fork began a child may be said to have started. */
  private static final long FORK_NANOS = 100_000_000;

  /** One that has just begun, with what the process has. */
  FileBound(long startTimeNanos, FileLimit before) {
    this(startTimeNanos, before, NEVER);
  }

  boolean isReleased() {
    return releasedAtNanos != NEVER;
  }

  /** Whether a process that started then is this one. */
  boolean isOf(long startNanos) {
    return TaskInfo.isSameStart(startNanos, startTimeNanos);
  }

  /** Whether a child that started then may have been made while the bound was in force. */
  boolean mayHaveBound(long childStartNanos) {
    return !isReleased() || childStartNanos < releasedAtNanos + FORK_NANOS;
  }

  FileBound released(long nowNanos) {
    return new FileBound(startTimeNanos, before, nowNanos);
  }

  /** The same of a child that was bounded before we heard whose it was. */
  FileBound bornUnder(FileBound parents) {
    return new FileBound(startTimeNanos, parents.before, releasedAtNanos);
  }

  FileBound inherited(long childStartNanos) {
    return new FileBound(childStartNanos, before, releasedAtNanos);
  }
}
