package corral.host.linux;

import corral.host.linux.ffi.ExitRecord;

/**
 * How much CPU time a thread had used at its end, where only its exit record is left to tell.
 *
 * <p>The kernel counts exactly, but looks at its clock only at each tick and when the thread goes
 * off the CPU. What the thread used after the last look is not in the record: on average half a
 * tick, a tenth of a process of 20 ms. Older kernels keep no exact count at all; there the ticks
 * must do.
 */
final class ExitEstimate {
  private final double tickNanos;

  ExitEstimate(long tickNanos) {
    this.tickNanos = tickNanos;
  }

  long cpuNanos(ExitRecord record) {
    long ticksNanos = record.userTickNanos() + record.systemTickNanos();
    return record.runNanos() == 0 && ticksNanos > 0
        ? ticksNanos
        : record.runNanos() + (long) unseenNanos(record);
  }

  /**
   * The time since the kernel's last look. A thread that never slept was either running or waiting
   * for a CPU, so that it is what remains of its life. Otherwise it is estimated from the length of
   * its average run, with the tick at a random moment of the last one.
   */
  private double unseenNanos(ExitRecord record) {
    double remaining =
        Math.max(0, record.elapsedNanos() - record.waitedNanos() - record.runNanos());
    if (record.sleeps() == 0) {
      return Math.min(remaining, tickNanos);
    }
    double run =
        Math.min(tickNanos, (double) record.runNanos() / (record.sleeps() + record.preemptions()));
    return Math.min(remaining, run - run * run / (2 * tickNanos));
  }
}
