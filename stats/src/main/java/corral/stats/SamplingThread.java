package corral.stats;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets a sampler look again and again, at its pace, until it is closed. */
final class SamplingThread implements AutoCloseable {
  private static final Logger LOG = System.getLogger(SamplingThread.class.getName());

  private final Sampler sampler;
  private final Runnable afterLook;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Semaphore end = new Semaphore(0);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("corral-stats").unstarted(this::run);

  /**
   * Not started yet.
   *
   * @param afterLook is run after each look, by the same thread
   */
  SamplingThread(Sampler sampler, Runnable afterLook) {
    this.sampler = sampler;
    this.afterLook = afterLook;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      Duration pause;
      do {
        pause = look();
      } while (!end.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException _) {
      // Nobody else has this thread.
    } finally {
      sampler.close();
    }
  }

  /** Answers how long to wait for the next. */
  private Duration look() {
    long begunNanos = System.nanoTime();
    long begunCpuNanos = threads.getCurrentThreadCpuTime();
    try {
      sampler.look(begunNanos);
      afterLook.run();
    } catch (RuntimeException e) {
      // One that left this method would end all further looks.
      LOG.log(Level.ERROR, "what tasks do could not be looked at", e);
    }
    long cost = threads.getCurrentThreadCpuTime() - begunCpuNanos;
    var untilNext = sampler.pace().after(cost);
    sampler.spent(cost, untilNext);
    return untilNext.minusNanos(System.nanoTime() - begunNanos);
  }

  /** Returns when the thread has ended. Without an interrupt, which could close a file. */
  @Override
  public void close() {
    end.release();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
