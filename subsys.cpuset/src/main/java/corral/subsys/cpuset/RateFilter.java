package corral.subsys.cpuset;

/**
 * How often something happens, more recent events counting more: the kernel's filter for {@code
 * memory_pressure} ({@code struct fmeter}). A rate that nothing adds to is halved in 10 seconds; a
 * steady one is shown in thousandths of an event a second. Thread-safe.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/cpusets.html">Cpusets, 1.5 What is
 *     memory_pressure?</a>
 */
final class RateFilter {
  private static final long SCALE = 1000;

  /** What is left after a second, of {@link #SCALE}: the tenth power of it is a half. */
  private static final long LEFT = 933;

  /** After this many seconds nothing worth mentioning is left. */
  private static final long LONGEST = 99;

  /** No more than this many events count in one second. */
  private static final long MOST_EVENTS = 1000;

  /** Guarded by this, as the rest. */
  private long rate;

  /** Events of the running second, in thousandths. */
  private long pending;

  private long second;

  /** Counts events, in a second that is none before the last. */
  synchronized void mark(long events, long nowSecond) {
    advance(nowSecond);
    pending = Math.min(MOST_EVENTS * SCALE, pending + Math.min(MOST_EVENTS, events) * SCALE);
  }

  /** Events a second, in thousandths. */
  synchronized long rate(long nowSecond) {
    advance(nowSecond);
    return rate;
  }

  private void advance(long nowSecond) {
    long passed = nowSecond - second;
    if (passed <= 0) {
      return;
    }
    for (long i = Math.min(passed, LONGEST); i > 0; i--) {
      rate = rate * LEFT / SCALE;
    }
    rate += pending * (SCALE - LEFT) / SCALE;
    pending = 0;
    second = nowSecond;
  }
}
