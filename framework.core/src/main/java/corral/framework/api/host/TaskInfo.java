package corral.framework.api.host;

/**
 * What a host knows of a process at one moment. Immutable.
 *
 * @param pid the process id
 * @param parentPid the process id of its parent now; 0 if it has none
 * @param startTimeNanos when it was started, in nanoseconds since the machine's boot; compare two
 *     with {@link #isSameStart}
 * @param uid its real user id
 * @param savedUid its saved user id
 * @param ended whether it has ended and only its parent has not heard of it (a zombie)
 * @param command a short name of its program, for people
 */
public record TaskInfo(
    int pid,
    int parentPid,
    long startTimeNanos,
    int uid,
    int savedUid,
    boolean ended,
    String command) {
  /** A fork takes time, and only its end has a time stamp; that of a scan is coarser still. */
  private static final long SAME_START_NANOS = 100_000_000;

  /** Whether two start times of one pid are those of one process: pids are not reused as fast. */
  public static boolean isSameStart(long startTimeNanos, long otherStartTimeNanos) {
    return Math.abs(startTimeNanos - otherStartTimeNanos) < SAME_START_NANOS;
  }
}
