package corral.subsys.resgroup;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread that does things one after the other, some of them later. It ends a moment after there
 * is nothing more to do, and begins again. Thread-safe.
 */
public final class Later implements AutoCloseable {
  private static final int IDLE_SECONDS = 1;

  private final ScheduledThreadPoolExecutor thread;

  /** Nothing to do so far. */
  public Later(String name) {
    thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // Events may still come when it is closed.
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Does something after a time; what is returned takes that back, if it is not too late. */
  public Runnable run(Runnable action, long delayNanos) {
    var due = thread.schedule(action, delayNanos, TimeUnit.NANOSECONDS);
    return () -> due.cancel(/* mayInterruptIfRunning= */ false);
  }

  /** Does nothing more, but for what it is doing: an interrupt could close a file of the host's. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
