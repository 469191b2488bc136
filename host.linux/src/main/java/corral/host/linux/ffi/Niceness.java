package corral.host.linux.ffi;

import java.lang.foreign.Arena;

/** The nice level of a thread. Safe for use by any thread. Source: setpriority(2). */
public final class Niceness {
  static final int PRIO_PROCESS = 0;

  /** The kernel's call answers a positive number, from 1 for level 19 to 40 for level -20. */
  private static final int LEVEL_OF_0 = 20;

  private Niceness() {}

  /**
   * What a thread has.
   *
   * @throws OsException ESRCH if there is no such thread
   */
  public static int get(int tid) throws OsException {
    try (var arena = Arena.ofConfined()) {
      int answer = new LibC(arena).getpriority(PRIO_PROCESS, tid);
      return LEVEL_OF_0 - OsException.check(answer, "getpriority " + tid);
    }
  }

  /**
   * Gives a level to a thread.
   *
   * @throws OsException ESRCH if there is no such thread; EPERM or EACCES if we may not
   */
  public static void set(int tid, int level) throws OsException {
    try (var arena = Arena.ofConfined()) {
      OsException.check(
          new LibC(arena).setpriority(PRIO_PROCESS, tid, level), "setpriority " + tid);
    }
  }
}
