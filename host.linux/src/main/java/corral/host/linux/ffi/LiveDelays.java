package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.util.ArrayList;
import java.util.stream.IntStream;

/**
 * Asks for the kernel's delay accounting of processes that live. For root. For one thread at a
 * time. Source: {@code <linux/taskstats.h>} and the kernel's accounting/delay-accounting document.
 */
public final class LiveDelays implements AutoCloseable {
  static final int STATS_BLKIO_DELAY_TOTAL = 40;
  static final int STATS_SWAPIN_DELAY_TOTAL = 56;
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

  /**
   * How long the threads of a process have waited, in nanoseconds: those that ended included.
   *
   * @param cpu for a CPU
   * @param io for block I/O; always 0 while delay accounting is off
   * @param swap for pages from swap; always 0 while delay accounting is off
   */
  public record Waits(long cpu, long io, long swap) {}

  /**
   * How long the threads of a process have waited so far.
   *
   * @throws OsException as {@link #freepagesCount}
   */
  public Waits waits(int pid) throws OsException {
    long[] waits =
        ask(
            pid,
            ExitRecords.STATS_CPU_DELAY_TOTAL,
            STATS_BLKIO_DELAY_TOTAL,
            STATS_SWAPIN_DELAY_TOTAL);
    return new Waits(waits[0], waits[1], waits[2]);
  }

  /** One of the figures, by its offset. */
  long ask(int pid, int offset) throws OsException {
    return ask(pid, new int[] {offset})[0];
  }

  /** Some of the figures at one moment, by their offsets. */
  private long[] ask(int pid, int... offsets) throws OsException {
    int end = IntStream.of(offsets).max().orElseThrow() + Long.BYTES;
    while (taskstats.receive() != 0) {
      // What an earlier request left that failed half-way.
    }
    taskstats.requestProcess(pid);
    var answer = new ArrayList<long[]>();
    for (int received = taskstats.receive(); received > 0; received = taskstats.receive()) {
      var message = taskstats.message(0);
      TaskstatsFamily.failOnError(message);
      if (taskstats.isOurs(message)) {
        TaskstatsFamily.forEachStats(
            message,
            (who, _, stats) -> {
              if (who == pid && stats.byteSize() >= end) {
                answer.add(
                    IntStream.of(offsets)
                        .mapToLong(offset -> stats.get(JAVA_LONG_UNALIGNED, offset))
                        .toArray());
              }
            });
      }
    }
    if (answer.isEmpty()) {
      throw new OsException("delay accounting of " + pid, ErrorNumber.ENODEV);
    }
    return answer.getFirst();
  }

  @Override
  public void close() {
    taskstats.close();
  }
}
