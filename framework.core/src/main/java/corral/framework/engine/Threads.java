package corral.framework.engine;

import java.time.Duration;

/** Waiting for threads to end. */
final class Threads {
  private Threads() {}

  /** Waits for the end of a thread and keeps the caller's interrupt for later. */
  static void joinUninterruptibly(Thread thread) {
    joinUninterruptibly(thread, Duration.ofNanos(Long.MAX_VALUE));
  }

  /** As {@link #joinUninterruptibly(Thread)}, but not for longer; answers whether it has ended. */
  static boolean joinUninterruptibly(Thread thread, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    while (thread.isAlive() && deadline - System.nanoTime() > 0) {
      try {
        thread.join(Duration.ofNanos(deadline - System.nanoTime()));
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
