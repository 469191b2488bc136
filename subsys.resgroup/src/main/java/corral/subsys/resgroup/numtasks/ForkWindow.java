package corral.subsys.resgroup.numtasks;

/**
 * The forks of one group in the present interval, which begins with the first of them. Times are
 * those of {@link System#nanoTime}. Not thread-safe.
 */
final class ForkWindow {
  private ForkRate rate = ForkRate.NEW;
  private boolean isOpen;
  private long beganNanos;
  private long forks;

  ForkRate rate() {
    return rate;
  }

  /** Counts by another rate from now on; what was counted is forgotten. */
  void begin(ForkRate newRate) {
    rate = newRate;
    isOpen = false;
  }

  /** Counts a fork. */
  void count(long nowNanos) {
    if (!isIn(nowNanos)) {
      isOpen = true;
      beganNanos = nowNanos;
      forks = 0;
    }
    forks++;
  }

  /** How many more forks the interval has; negative if there were too many. */
  long remaining(long nowNanos) {
    return isIn(nowNanos) ? rate.forks() - forks : rate.forks();
  }

  /** How long the interval lasts. */
  long restNanos(long nowNanos) {
    return isIn(nowNanos) ? beganNanos + rate.nanos() - nowNanos : 0;
  }

  private boolean isIn(long nowNanos) {
    return isOpen && nowNanos - beganNanos < rate.nanos();
  }
}
