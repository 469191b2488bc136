package corral.host.linux;

import java.nio.charset.StandardCharsets;

/**
 * What {@code /proc/PID/stat} says of a process. Source: proc_pid_stat(5).
 *
 * @param pid the process id
 * @param command the first 15 bytes of the program's name
 * @param state the state's letter
 * @param parentPid the parent's process id; 0 if it has none
 * @param userTicks time in the program's own code, in USER_HZ
 * @param systemTicks time in the kernel, in USER_HZ
 * @param threads how many threads are left, a first one that has ended included
 * @param startTicks when it started, in USER_HZ since the machine's boot
 */
record ProcStat(
    int pid,
    String command,
    char state,
    int parentPid,
    long userTicks,
    long systemTicks,
    int threads,
    long startTicks) {

  private static final int STATE = 3;
  private static final int PARENT = 4;
  private static final int USER = 14;
  private static final int SYSTEM = 15;
  private static final int THREADS = 20;
  private static final int START = 22;

  /** The name may hold blanks and parentheses, so that only the last parenthesis ends it. */
  static ProcStat parse(byte[] content) {
    var line = new String(content, StandardCharsets.UTF_8);
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    var fields = line.substring(close + 2).strip().split(" ", -1);
    return new ProcStat(
        Integer.parseInt(line.substring(0, open - 1)),
        line.substring(open + 1, close),
        fields[0].charAt(0),
        Integer.parseInt(fields[PARENT - STATE]),
        Long.parseLong(fields[USER - STATE]),
        Long.parseLong(fields[SYSTEM - STATE]),
        Integer.parseInt(fields[THREADS - STATE]),
        Long.parseLong(fields[START - STATE]));
  }

  /** Whether the last thread has ended, and only the parent has not heard of it. */
  boolean ended() {
    return (state == 'Z' || state == 'X') && threads <= 1;
  }
}
