package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The numbers that a process's file descriptors may have. Immutable; the calls are safe for use by
 * any thread. Source: prlimit(2).
 *
 * @param soft new descriptors have numbers below this
 * @param hard what the process may raise the other to, by itself
 */
public record FileLimit(long soft, long hard) {
  static final int RLIMIT_NOFILE = 7;
  static final int RLIMIT_BYTES = 16;
  static final int RLIM_CUR = 0;
  static final int RLIM_MAX = 8;

  /**
   * What a process has now.
   *
   * @throws OsException ESRCH if there is no such process, EPERM if it may not be looked at
   */
  public static FileLimit get(int pid) throws OsException {
    try (var arena = Arena.ofConfined()) {
      var limit = arena.allocate(RLIMIT_BYTES, Long.BYTES);
      call(arena, pid, MemorySegment.NULL, limit, "prlimit " + pid);
      return new FileLimit(limit.get(JAVA_LONG, RLIM_CUR), limit.get(JAVA_LONG, RLIM_MAX));
    }
  }

  /**
   * Gives this to a process.
   *
   * @throws OsException ESRCH if there is no such process; EPERM if it may not be acted on, or the
   *     hard limit would rise and we have not CAP_SYS_RESOURCE
   */
  public void set(int pid) throws OsException {
    try (var arena = Arena.ofConfined()) {
      var limit = arena.allocate(RLIMIT_BYTES, Long.BYTES);
      limit.set(JAVA_LONG, RLIM_CUR, soft);
      limit.set(JAVA_LONG, RLIM_MAX, hard);
      call(arena, pid, limit, MemorySegment.NULL, "prlimit " + pid + " to " + soft + ":" + hard);
    }
  }

  private static void call(
      Arena arena, int pid, MemorySegment limit, MemorySegment old, String what)
      throws OsException {
    OsException.check(new LibC(arena).prlimit(pid, RLIMIT_NOFILE, limit, old), what);
  }
}
