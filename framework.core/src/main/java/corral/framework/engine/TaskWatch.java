package corral.framework.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets somebody wait until a task has come into a subtree or has left it. Thread-safe. */
final class TaskWatch implements AutoCloseable {
  private final ContainerNode top;
  private final Collection<TaskWatch> watches;
  private final Semaphore changes = new Semaphore(0);

  /** Listens until it is closed, by being among the watches. */
  TaskWatch(ContainerNode top, Collection<TaskWatch> watches) {
    this.top = top;
    this.watches = watches;
    watches.add(this);
  }

  /** A task has come into a group or has left it. Never blocks; called by the host's threads. */
  void changed(CssGroup group) {
    var container = group.containerOrNull(top.hierarchy().index());
    if (container != null && container.isWithin(top)) {
      changes.release();
    }
  }

  /** What has changed so far does not count. */
  void forget() {
    changes.drainPermits();
  }

  /**
   * Waits for the first change since {@link #forget}.
   *
   * @return false if there was none in this time
   */
  boolean await(Duration patience) throws InterruptedException {
    return changes.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    watches.remove(this);
  }
}
