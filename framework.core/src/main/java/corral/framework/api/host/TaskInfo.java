package corral.framework.api.host;

/**
 * What a host knows of a process at one moment. Immutable.
 *
 * @param pid the process id
 * @param parentPid the process id of its parent now; 0 if it has none
 * @param startTimeNanos when it was started, in nanoseconds since the machine's boot; two readings
 *     of the same process may differ by less than 100 ms
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
    String command) {}
