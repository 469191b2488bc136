package corral.framework.engine;

/** Waiting for threads to end. */
final class Threads {
  private Threads() {}

  /** Waits for the end of a thread and keeps the caller's interrupt for later. */
  static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
