package corral.host.linux;

import corral.framework.api.host.TaskInfo;
import java.util.BitSet;
import java.util.Map;

/**
 * To which CPUs a process is confined, and what it had before. Immutable; nobody changes the sets.
 *
 * @param startTimeNanos the process's start, for its id may come to mean another process
 * @param before what its first thread had, and every thread that is not among the others
 * @param othersBefore what threads had that differed from the first one
 * @param now the CPUs to which it was last confined
 * @param releasedAtNanos when it got back what it had, in nanoseconds since boot; or {@link #NEVER}
 */
record Pin(
    long startTimeNanos,
    BitSet before,
    Map<Integer, BitSet> othersBefore,
    BitSet now,
    long releasedAtNanos) {

  static final long NEVER = Long.MAX_VALUE;

  /** How much later than its fork began a child may be said to have started. */
  private static final long FORK_NANOS = 100_000_000;

  Pin(long startTimeNanos, BitSet before, BitSet now) {
    this(startTimeNanos, before, Map.of(), now, NEVER);
  }

  BitSet before(int tid) {
    return othersBefore.getOrDefault(tid, before);
  }

  boolean isReleased() {
    return releasedAtNanos != NEVER;
  }

  /** Whether a process that started then is this one. */
  boolean isOf(long startNanos) {
    return TaskInfo.isSameStart(startNanos, startTimeNanos);
  }

  /** Whether a child that started then may have been made while the pin was in force. */
  boolean mayHaveBound(long childStartNanos) {
    return !isReleased() || childStartNanos < releasedAtNanos + FORK_NANOS;
  }

  Pin to(BitSet cpus) {
    return new Pin(startTimeNanos, before, othersBefore, cpus, releasedAtNanos);
  }

  Pin released(long nowNanos) {
    return new Pin(startTimeNanos, before, othersBefore, now, nowNanos);
  }

  /** The same of a child that was pinned before we heard whose it was. */
  Pin bornUnder(Pin parents) {
    return before.equals(parents.now)
        ? new Pin(startTimeNanos, parents.before, othersBefore, now, releasedAtNanos)
        : this;
  }

  Pin inherited(long childStartNanos) {
    return new Pin(childStartNanos, before, Map.of(), now, releasedAtNanos);
  }

  Pin withOthers(Map<Integer, BitSet> others) {
    return new Pin(startTimeNanos, before, Map.copyOf(others), now, releasedAtNanos);
  }
}
