package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;

/**
 * The kernel's clocks, in nanoseconds. Safe for use by any thread. Source: clock_gettime(2),
 * clock_getcpuclockid(3).
 */
public final class Clocks {
  /** What {@link #cpuNanos} answers for a process that there is not. */
  public static final long NO_PROCESS = -1;

  static final int CLOCK_MONOTONIC = 1;
  static final int CLOCK_REALTIME_COARSE = 5;
  static final int CLOCK_BOOTTIME = 7;
  static final int CPUCLOCK_SCHED = 2;
  static final int SC_CLK_TCK = 2;
  static final int TIMESPEC_NANOS = 8;
  static final int TIMESPEC_SIZE = 16;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private Clocks() {}

  /**
   * The CPU time that all threads of a process have used, those that ended included: of a live
   * process, and of one that ended until its parent has waited for it.
   *
   * @return nanoseconds, or {@link #NO_PROCESS}
   */
  public static long cpuNanos(int pid) {
    return read(cpuClock(pid));
  }

  static int cpuClock(int pid) {
    return ~pid << 3 | CPUCLOCK_SCHED;
  }

  /**
   * How far the boot clock, which also counts while the machine is suspended, is ahead of the
   * monotonic one.
   */
  public static long bootMinusMonotonicNanos() {
    return read(CLOCK_BOOTTIME) - read(CLOCK_MONOTONIC);
  }

  /** The time since the machine's boot, also while it was suspended. */
  public static long bootNanos() {
    return read(CLOCK_BOOTTIME);
  }

  /** The length of the kernel's timer tick: the step of its coarse clocks. */
  public static long tickNanos() {
    try (var arena = Arena.ofConfined()) {
      var timespec = arena.allocate(TIMESPEC_SIZE, Long.BYTES);
      new LibC(arena).clockGetres(CLOCK_REALTIME_COARSE, timespec);
      return timespec.get(JAVA_LONG, TIMESPEC_NANOS);
    }
  }

  /** Clock ticks a second in the figures that the kernel shows to programs (USER_HZ). */
  public static int userHz() {
    try (var arena = Arena.ofConfined()) {
      return new LibC(arena).sysconf(SC_CLK_TCK);
    }
  }

  private static long read(int clock) {
    try (var arena = Arena.ofConfined()) {
      var timespec = arena.allocate(TIMESPEC_SIZE, Long.BYTES);
      return new LibC(arena).clockGettime(clock, timespec) < 0
          ? NO_PROCESS
          : timespec.get(JAVA_LONG, 0) * NANOS_PER_SECOND + timespec.get(JAVA_LONG, TIMESPEC_NANOS);
    }
  }
}
