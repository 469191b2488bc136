package corral.subsys.resgroup.numtasks;

import corral.framework.api.ContainerException;
import corral.framework.api.host.TaskLimits;

/**
 * The host's group for one limited group. Its bound is the limit, or less while the fork rate wants
 * it: of forks that last, no more than the rate allows find room; of others it is heard, and when
 * they were as many as the rate allows, nothing more is let in until the interval is over.
 * Thread-safe.
 */
final class Fence {
  private final TaskCount owner;
  private final TaskLimits.Group group;
  private final ForkWindow window = new ForkWindow();

  /** What the host was last told. */
  private long bound = TaskLimits.UNLIMITED;

  private long limit = TaskLimits.UNLIMITED;

  /** How many refusals were counted among the owner's failures. */
  private long counted;

  Fence(TaskCount owner, TaskLimits.Group group) {
    this.owner = owner;
    this.group = group;
  }

  TaskLimits.Group group() {
    return group;
  }

  /** Holds to the owner's limits of now. */
  synchronized void limit() throws ContainerException {
    limit = owner.limit() == TaskCount.UNLIMITED ? TaskLimits.UNLIMITED : owner.limit();
    if (!window.rate().equals(owner.rate())) {
      window.begin(owner.rate());
    }
    rebound(System.nanoTime());
  }

  /**
   * Counts a fork.
   *
   * @return after how long {@link #reopen} is to be called, in nanoseconds; 0 if it need not
   */
  synchronized long forked() throws ContainerException {
    if (!window.rate().isLimited()) {
      return 0;
    }
    long now = System.nanoTime();
    boolean isFirst = window.restNanos(now) == 0;
    window.count(now);
    boolean isLast = window.remaining(now) == 0;
    if (isFirst || isLast) {
      rebound(now);
    }
    return isFirst ? window.restNanos(now) : 0;
  }

  /** An interval may be over. */
  synchronized void reopen() throws ContainerException {
    rebound(System.nanoTime());
  }

  private void rebound(long now) throws ContainerException {
    long wanted = window.rate().isLimited() ? Math.min(limit, room(now)) : limit;
    if (wanted != bound) {
      count();
      group.bound(wanted);
      bound = wanted;
    }
  }

  private long room(long now) {
    long remaining = window.remaining(now);
    return remaining <= 0 ? 0 : group.held() + remaining;
  }

  /** Adds to the owner's failures what was refused since the last time. */
  synchronized void count() {
    long refused = group.refused();
    // One that has just been closed tells of none any more.
    if (refused > counted) {
      (bound < limit ? owner.forkrateFailures() : owner.failures()).add(refused - counted);
      counted = refused;
    }
  }
}
