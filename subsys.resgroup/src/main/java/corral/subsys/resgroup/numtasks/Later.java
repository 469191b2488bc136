package corral.subsys.resgroup.numtasks;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread that does things one after the other, some of them later. Thread-safe. */
final class Later implements AutoCloseable {
  private final ScheduledThreadPoolExecutor thread;

  /** The thread begins with the first thing to do. */
  Later(String name) {
    thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // Events may still come when it is closed.
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  void run(Runnable action, long delayNanos) {
    var _ = thread.schedule(action, delayNanos, TimeUnit.NANOSECONDS);
  }

  /** Does nothing more, but for what it is doing: an interrupt could close a file of the host's. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
