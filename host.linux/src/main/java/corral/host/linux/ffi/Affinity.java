package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.util.BitSet;

/** The CPUs on which a thread may run. Safe for use by any thread. Source: sched_setaffinity(2). */
public final class Affinity {
  /** The largest number of CPUs that a kernel is built for. */
  private static final int MAX_CPUS = 8192;

  private Affinity() {}

  /**
   * The CPUs that a thread is allowed.
   *
   * @throws OsException ESRCH if there is no such thread
   */
  public static BitSet get(int tid) throws OsException {
    try (var arena = Arena.ofConfined()) {
      var mask = arena.allocate(MAX_CPUS / Byte.SIZE, Long.BYTES);
      OsException.check(new LibC(arena).schedGetaffinity(tid, mask), "sched_getaffinity " + tid);
      return BitSet.valueOf(mask.toArray(JAVA_LONG));
    }
  }

  /**
   * Confines a thread to some CPUs.
   *
   * @throws OsException ESRCH if there is no such thread; EINVAL if none of the CPUs is there for
   *     it; EPERM if it is another user's
   */
  public static void set(int tid, BitSet cpus) throws OsException {
    try (var arena = Arena.ofConfined()) {
      var mask = arena.allocateFrom(JAVA_LONG, cpus.toLongArray());
      OsException.check(new LibC(arena).schedSetaffinity(tid, mask), "sched_setaffinity " + tid);
    }
  }
}
