package corral.host.linux;

import corral.framework.api.host.TaskInfo;
import java.util.Map;

/**
 * What the threads of a process were set to, and what they had before. Immutable; nobody changes
 * the values.
 *
 * @param startTimeNanos the process's start, for its id may come to mean another process
 * @param before what its first thread had, and every thread that is not among the others
 * @param othersBefore what threads had that differed from the first one
 * @param now to what they were last set
 * @param releasedAtNanos when it got back what it had, in nanoseconds since boot; or {@link #NEVER}
 * @param <V> the type of a value
 */
record ThreadSetting<V>(
    long startTimeNanos, V before, Map<Integer, V> othersBefore, V now, long releasedAtNanos) {

  static final long NEVER = Long.MAX_VALUE;

  /** How much later than its fork began a child may be said to have started. */
  private static final long FORK_NANOS = 100_000_000;

  ThreadSetting(long startTimeNanos, V before, V now) {
    this(startTimeNanos, before, Map.of(), now, NEVER);
  }

  V before(int tid) {
    return othersBefore.getOrDefault(tid, before);
  }

  boolean isReleased() {
    return releasedAtNanos != NEVER;
  }

  /** Whether a process that started then is this one. */
  boolean isOf(long startNanos) {
    return TaskInfo.isSameStart(startNanos, startTimeNanos);
  }

  /** Whether a child that started then may have been made while the setting was in force. */
  boolean mayHaveBound(long childStartNanos) {
    return !isReleased() || childStartNanos < releasedAtNanos + FORK_NANOS;
  }

  ThreadSetting<V> to(V value) {
    return new ThreadSetting<>(startTimeNanos, before, othersBefore, value, releasedAtNanos);
  }

  ThreadSetting<V> released(long nowNanos) {
    return new ThreadSetting<>(startTimeNanos, before, othersBefore, now, nowNanos);
  }

  /** The same of a child that was set before we heard whose it was. */
  ThreadSetting<V> bornUnder(ThreadSetting<V> parents) {
    return before.equals(parents.now)
        ? new ThreadSetting<>(startTimeNanos, parents.before, othersBefore, now, releasedAtNanos)
        : this;
  }

  ThreadSetting<V> inherited(long childStartNanos) {
    return new ThreadSetting<>(childStartNanos, before, Map.of(), now, releasedAtNanos);
  }

  ThreadSetting<V> withOthers(Map<Integer, V> others) {
    return new ThreadSetting<>(startTimeNanos, before, Map.copyOf(others), now, releasedAtNanos);
  }
}
