package corral.itest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what the live machine does not tell of. */
final class Waiting {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private Waiting() {}

  /**
   * Waits until something is true.
   *
   * @param complaint what is said if it does not become true
   */
  static void until(BooleanSupplier condition, Supplier<String> complaint) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(complaint.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
