package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * The kernel's exit records: the accounting of each thread as it ends, sent before its process can
 * be waited for and before the process connector tells of the exit. For root. For one thread at a
 * time. Source: {@code <linux/taskstats.h>} and the kernel's accounting/taskstats document.
 */
public final class ExitRecords implements Pollable, AutoCloseable {
  /** What {@link #receive} answers when records were lost. */
  public static final int OVERRUN = NetlinkSocket.OVERRUN;

  static final int TASKSTATS_CMD_ATTR_REGISTER_CPUMASK = 3;

  static final int STATS_CPU_DELAY_TOTAL = 24;
  static final int STATS_CPU_RUN_VIRTUAL_TOTAL = 72;
  static final int STATS_AC_ETIME = 144;
  static final int STATS_AC_UTIME = 152;
  static final int STATS_AC_STIME = 160;
  static final int STATS_NVCSW = 272;
  static final int STATS_NIVCSW = 280;
  static final int STATS_SIZE_NEEDED = 288;

  private static final int BATCH = 32;
  private static final int NANOS_PER_MICRO = 1_000;

  private final TaskstatsFamily taskstats;
  private int batch;

  private ExitRecords(TaskstatsFamily taskstats) {
    this.taskstats = taskstats;
  }

  /**
   * Subscribes to the records of threads that end on one of the given CPUs.
   *
   * @param cpus a list such as {@code 0-3}, best of all the CPUs that the machine can ever have
   * @param bufferBytes what the kernel may keep for us
   * @throws OsException EPERM unless root; ENOENT if the kernel keeps no such accounting
   */
  public static ExitRecords open(String cpus, int bufferBytes) throws OsException {
    var records = new ExitRecords(TaskstatsFamily.open(bufferBytes, BATCH));
    try {
      records.taskstats.request(
          TASKSTATS_CMD_ATTR_REGISTER_CPUMASK,
          TaskstatsFamily.text(cpus),
          TaskstatsFamily.NLM_F_ACK);
      records.expectAcknowledgement();
      return records;
    } catch (OsException refused) {
      records.close();
      throw refused;
    }
  }

  private void expectAcknowledgement() throws OsException {
    int received = taskstats.receive();
    for (int i = 0; i < received; i++) {
      TaskstatsFamily.failOnError(taskstats.message(i));
    }
    if (received == 0) {
      throw new OsException("taskstats does not answer", ErrorNumber.ENODEV);
    }
  }

  @Override
  public int fd() {
    return taskstats.fd();
  }

  /**
   * Takes the records that wait, up to a batch: how many messages, 0 for none, or {@link #OVERRUN}.
   * Does not block.
   */
  public int receive() throws OsException {
    int received = taskstats.receive();
    batch = Math.max(received, 0);
    return received;
  }

  /**
   * Tells the records last received, in order; a thread's before the one of the process that ended
   * with it.
   */
  public void deliver(Consumer<ExitRecord> handler) {
    for (int i = 0; i < batch; i++) {
      var message = taskstats.message(i);
      if (taskstats.isOurs(message)) {
        TaskstatsFamily.forEachStats(
            message,
            (pid, whole, stats) -> {
              if (stats.byteSize() >= STATS_SIZE_NEEDED) {
                handler.accept(decode(pid, whole, stats));
              }
            });
      }
    }
    batch = 0;
  }

  private static ExitRecord decode(int pid, boolean wholeProcess, MemorySegment stats) {
    return new ExitRecord(
        pid,
        wholeProcess,
        stats.get(JAVA_LONG_UNALIGNED, STATS_CPU_RUN_VIRTUAL_TOTAL),
        stats.get(JAVA_LONG_UNALIGNED, STATS_AC_UTIME) * NANOS_PER_MICRO,
        stats.get(JAVA_LONG_UNALIGNED, STATS_AC_STIME) * NANOS_PER_MICRO,
        stats.get(JAVA_LONG_UNALIGNED, STATS_AC_ETIME) * NANOS_PER_MICRO,
        stats.get(JAVA_LONG_UNALIGNED, STATS_CPU_DELAY_TOTAL),
        stats.get(JAVA_LONG_UNALIGNED, STATS_NVCSW),
        stats.get(JAVA_LONG_UNALIGNED, STATS_NIVCSW));
  }

  @Override
  public void close() {
    taskstats.close();
  }
}
