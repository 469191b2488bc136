package corral.shell.top;

import corral.shell.command.CommandException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs of a command that go on until somebody ends them, and end when the command goes with its
 * bundle. Thread-safe.
 */
public final class LongRuns {
  private static final long PATIENCE_SECONDS = 5;

  private final Set<Run> running = ConcurrentHashMap.newKeySet();
  private volatile boolean over;

  /** One of them, in the thread that made it. */
  private static final class Run {
    final Thread thread = Thread.currentThread();
    final CountDownLatch ended = new CountDownLatch(1);
  }

  /** What runs until it is interrupted. */
  @FunctionalInterface
  public interface Body {
    /** Runs. */
    void run() throws Exception;
  }

  /**
   * Runs in this thread.
   *
   * @throws CommandException if it has ended because the command goes
   */
  public void run(Body body) throws Exception {
    var run = new Run();
    running.add(run);
    try {
      if (!over) {
        body.run();
      }
    } catch (InterruptedException e) {
      if (!over) {
        throw e;
      }
    } finally {
      running.remove(run);
      run.ended.countDown();
    }
    if (over) {
      throw new CommandException("a bundle that it needs has been stopped");
    }
  }

  /** Ends all, and waits until they have. */
  public void end() throws InterruptedException {
    over = true;
    for (var run : running) {
      run.thread.interrupt();
      run.ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
