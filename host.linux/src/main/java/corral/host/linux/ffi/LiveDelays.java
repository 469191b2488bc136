package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * Asks for the kernel's delay accounting of processes that live. For root. For one thread at a
 * time. Source: {@code <linux/taskstats.h>} and the kernel's accounting/delay-accounting document.
 */
public final class LiveDelays implements AutoCloseable {
  static final int TASKSTATS_CMD_ATTR_TGID = 2;
  static final int STATS_FREEPAGES_COUNT = 312;

  private static final int BUFFER_BYTES = 1 << 16;

  private final TaskstatsFamily taskstats;

  private LiveDelays(TaskstatsFamily taskstats) {
    this.taskstats = taskstats;
  }

  /**
   * Finds whom to ask.
   *
   * @throws OsException ENOENT if the kernel keeps no such accounting
   */
  public static LiveDelays open() throws OsException {
    return new LiveDelays(TaskstatsFamily.open(BUFFER_BYTES, 1));
  }

  /**
   * How often the threads of a process have had to free memory before they were given some; always
   * 0 while delay accounting is off.
   *
   * @throws OsException ESRCH if there is no such process, EPERM unless root, ENODEV if the kernel
   *     says nothing of it
   */
  public long freepagesCount(int pid) throws OsException {
    return ask(pid, STATS_FREEPAGES_COUNT);
  }

  /** One of the figures, by its offset. */
  long ask(int pid, int offset) throws OsException {
    while (taskstats.receive() != 0) {
      // What an earlier request left that failed half-way.
    }
    taskstats.request(TASKSTATS_CMD_ATTR_TGID, nativeBytes(pid), 0);
    OptionalLong[] answer = {OptionalLong.empty()};
    for (int received = taskstats.receive(); received > 0; received = taskstats.receive()) {
      var message = taskstats.message(0);
      TaskstatsFamily.failOnError(message);
      if (taskstats.isOurs(message)) {
        TaskstatsFamily.forEachStats(
            message,
            (who, _, stats) -> {
              if (who == pid && stats.byteSize() >= offset + Long.BYTES) {
                answer[0] = OptionalLong.of(stats.get(JAVA_LONG_UNALIGNED, offset));
              }
            });
      }
    }
    return answer[0].orElseThrow(
        () -> new OsException("delay accounting of " + pid, ErrorNumber.ENODEV));
  }

  private static byte[] nativeBytes(int number) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(number).array();
  }

  @Override
  public void close() {
    taskstats.close();
  }
}
