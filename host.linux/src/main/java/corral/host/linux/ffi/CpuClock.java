package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Asks many processes for their CPU time, through a buffer that is kept: a question costs a system
 * call and no file. For one thread at a time. Source: clock_getcpuclockid(3).
 */
public final class CpuClock implements AutoCloseable {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Arena arena = Arena.ofShared();
  private final LibC libc = new LibC(arena);
  private final MemorySegment timespec = arena.allocate(Clocks.TIMESPEC_SIZE, Long.BYTES);

  /** As {@link Clocks#cpuNanos}. */
  public long nanos(int pid) {
    return libc.clockGettime(Clocks.cpuClock(pid), timespec) < 0
        ? Clocks.NO_PROCESS
        : timespec.get(JAVA_LONG, 0) * NANOS_PER_SECOND
            + timespec.get(JAVA_LONG, Clocks.TIMESPEC_NANOS);
  }

  @Override
  public void close() {
    arena.close();
  }
}
