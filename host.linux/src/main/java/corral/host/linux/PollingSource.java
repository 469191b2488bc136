package corral.host.linux;

import corral.framework.api.CpuUsage;
import corral.host.linux.ffi.OsException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Learns of forks and exits by comparing scans of {@code /proc}, where the kernel does not tell. A
 * process that lives for less than a period may be missed, and one whose parent ends within the
 * period in which it was forked is taken for the child of whoever adopted it.
 */
final class PollingSource implements EventSource {
  private static final Logger LOG = System.getLogger(PollingSource.class.getName());

  /**
   * A pause is so many times as long as a scan, or more, so that scanning takes a tenth of a CPU.
   */
  private static final int PAUSE_PER_SCAN = 9;

  private record Seen(int parentPid, long startTimeNanos, @Nullable CpuUsage usage) {}

  private final ProcReader proc;
  private final ProcessCpu cpu;
  private final Duration period;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * A source that has still to start.
   *
   * @param period from one scan to the next, unless scans are slow
   */
  PollingSource(ProcReader proc, Duration period) {
    this.proc = proc;
    this.cpu = new ProcessCpu(proc);
    this.period = period;
  }

  @Override
  public String description() {
    return "forks and exits from a look at /proc every "
        + period.toMillis()
        + " ms, which misses processes that live shorter";
  }

  @Override
  public void tell(Census census, Reporter reporter) {
    Map<Integer, Seen> known = new HashMap<>();
    for (var task : census.live()) {
      known.put(task.pid(), new Seen(task.parentPid(), task.startTimeNanos(), null));
    }
    long pauseNanos = period.toNanos();
    while (!isStoppedWithin(pauseNanos)) {
      long begin = System.nanoTime();
      try {
        var now = scan();
        tellDifference(known, now, reporter);
        known = now;
      } catch (OsException | UncheckedIOException unreadable) {
        LOG.log(Level.WARNING, "Cannot look at /proc now: {0}", unreadable.getMessage());
      }
      pauseNanos = Math.max(period.toNanos(), PAUSE_PER_SCAN * (System.nanoTime() - begin));
    }
  }

  private boolean isStoppedWithin(long nanos) {
    try {
      return stopped.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      return true;
    }
  }

  private Map<Integer, Seen> scan() throws OsException {
    Map<Integer, Seen> live = new HashMap<>();
    for (int pid : proc.pids()) {
      proc.stat(pid).filter(stat -> !stat.ended()).ifPresent(stat -> live.put(pid, seen(stat)));
    }
    return live;
  }

  private Seen seen(ProcStat stat) {
    return new Seen(stat.parentPid(), proc.startTimeNanos(stat), cpu.read(stat).orElse(null));
  }

  private void tellDifference(
      Map<Integer, Seen> before, Map<Integer, Seen> now, Reporter reporter) {
    var born = new HashMap<>(now);
    born.entrySet().removeIf(entry -> isSame(before.get(entry.getKey()), entry.getValue()));
    before.forEach(
        (pid, seen) -> {
          if (born.containsKey(pid)) {
            reporter.exit(pid, seen.usage());
          }
        });
    while (!born.isEmpty()) {
      tellFork(born.keySet().iterator().next(), born, reporter);
    }
    before.forEach(
        (pid, seen) -> {
          if (!now.containsKey(pid)) {
            reporter.exit(pid, cpu.read(pid).orElse(seen.usage()));
          }
        });
  }

  private static boolean isSame(@Nullable Seen before, Seen now) {
    return before != null && before.startTimeNanos() == now.startTimeNanos();
  }

  /** Tells of a parent that is born too before its child. */
  private static void tellFork(int pid, Map<Integer, Seen> born, Reporter reporter) {
    var seen = born.remove(pid);
    if (seen != null) {
      tellFork(seen.parentPid(), born, reporter);
      reporter.fork(seen.parentPid(), pid, seen.startTimeNanos());
    }
  }

  @Override
  public void stop() {
    stopped.countDown();
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
