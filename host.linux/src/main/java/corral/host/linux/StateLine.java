package corral.host.linux;

/**
 * The fields of a {@code stat} file that say what is done and by how many. It is read so often that
 * it is not taken apart as a whole. Source: proc_pid_stat(5).
 *
 * @param letter the state's letter
 * @param threads how many threads the process has, a first one that has ended included
 * @param ioTicks how long the thread has waited for I/O so far, in USER_HZ; 0 where the kernel does
 *     not count it
 */
record StateLine(char letter, long threads, long ioTicks) {
  private static final int STATE = 3;
  private static final int THREADS = 20;
  private static final int IO_TICKS = 42;

  /** The name before the state may hold anything, so that only the last parenthesis ends it. */
  static StateLine parse(byte[] content) {
    int end = content.length - 1;
    while (content[end] != ')') {
      end--;
    }
    int state = end + 2;
    int threads = skip(content, state, THREADS - STATE);
    int ioTicks = skip(content, threads, IO_TICKS - THREADS);
    return new StateLine((char) content[state], number(content, threads), number(content, ioTicks));
  }

  /** Where the field begins that is so many after the one at the offset. */
  private static int skip(byte[] content, int from, int fields) {
    int at = from;
    for (int left = fields; left > 0; at++) {
      if (content[at] == ' ') {
        left--;
      }
    }
    return at;
  }

  private static long number(byte[] content, int from) {
    long number = 0;
    for (int at = from; content[at] >= '0' && content[at] <= '9'; at++) {
      number = number * 10 + (content[at] - '0');
    }
    return number;
  }
}
