package corral.framework.engine;

/**
 * Spreads what many threads write over several places, so that no two CPUs fight over one cache
 * line. Which place a thread uses is a matter of speed only, never of correctness.
 */
final class Stripes {
  /** A power of two, at least the number of CPUs up to 8. */
  static final int COUNT =
      Integer.highestOneBit(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8) * 2 - 1);

  private Stripes() {}

  /** The place of the running thread, from 0 to {@link #COUNT} - 1. */
  static int ofCurrentThread() {
    return (int) Thread.currentThread().threadId() & (COUNT - 1);
  }
}
