package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.TaskLimits;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A group of processes that has a limit. Thread-safe. */
final class SimTaskGroup implements TaskLimits.Group {
  final @Nullable SimTaskGroup outer;
  private final SimTaskLimits limits;
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile long most = TaskLimits.UNLIMITED;
  private volatile boolean isClosed;

  SimTaskGroup(SimTaskLimits limits, @Nullable SimTaskGroup outer) {
    this.limits = limits;
    this.outer = outer;
  }

  /** Takes a task in, here and in the groups around, unless one of them is full. */
  boolean tryAdd() {
    for (var group = this; group != null; group = group.outer) {
      if (!group.tryAddHere()) {
        removeUpTo(group);
        refused.incrementAndGet();
        return false;
      }
    }
    return true;
  }

  private boolean tryAddHere() {
    long bound = most;
    return held.getAndUpdate(n -> n < bound ? n + 1 : n) < bound;
  }

  /** Takes a task in, full or not. */
  void add() {
    for (var group = this; group != null; group = group.outer) {
      group.held.incrementAndGet();
    }
  }

  void remove() {
    removeUpTo(null);
  }

  private void removeUpTo(@Nullable SimTaskGroup end) {
    for (var group = this; group != null && group != end; group = group.outer) {
      group.held.decrementAndGet();
    }
  }

  boolean isWithin(SimTaskGroup other) {
    var group = this;
    while (group != null && group != other) {
      group = group.outer;
    }
    return group != null;
  }

  void requireOpen() throws ContainerException {
    for (var group = this; group != null; group = group.outer) {
      if (group.isClosed) {
        throw new ContainerException(Errno.ENODEV, "the group of tasks is closed");
      }
    }
  }

  @Override
  public void bound(long newMost) throws ContainerException {
    requireOpen();
    most = newMost;
  }

  @Override
  public void enter(int pid, long startTimeNanos) throws ContainerException {
    limits.enter(pid, startTimeNanos, this);
  }

  @Override
  public long held() {
    return held.get();
  }

  @Override
  public long refused() {
    return refused.get();
  }

  @Override
  public void close() {
    isClosed = true;
    limits.empty(this);
  }
}
