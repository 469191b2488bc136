package corral.framework.api;

/**
 * CPU time that a process has used, over all its threads, those that ended included.
 *
 * <p>The total comes from the scheduler's own clock; user and system time are the kernel's split of
 * it and may be coarser, so they need not add up to the total exactly. Immutable.
 *
 * @param totalNanos time on a CPU, in nanoseconds
 * @param userNanos the part spent in the program's own code, in nanoseconds
 * @param systemNanos the part spent in the kernel on its behalf, in nanoseconds
 */
public record CpuUsage(long totalNanos, long userNanos, long systemNanos) {
  /** No time at all. */
  public static final CpuUsage NONE = new CpuUsage(0, 0, 0);

  /** What was used between an earlier reading and this one; never negative. */
  public CpuUsage since(CpuUsage earlier) {
    return new CpuUsage(
        Math.max(0, totalNanos - earlier.totalNanos),
        Math.max(0, userNanos - earlier.userNanos),
        Math.max(0, systemNanos - earlier.systemNanos));
  }
}
