package corral.host.sim;

import corral.framework.api.CpuUsage;
import corral.framework.api.host.TaskStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells the framework what it hears, but for what it is asked to lose. Thread-safe. */
final class EventTeller implements ProcessListener {
  private final EventCounters counters;
  private final TaskStream stream;
  private final AtomicInteger toLose = new AtomicInteger();

  EventTeller(EventCounters counters, TaskStream stream) {
    this.counters = counters;
    this.stream = stream;
  }

  TaskStream stream() {
    return stream;
  }

  /** Loses the next events. */
  void lose(int number) {
    toLose.set(number);
  }

  @Override
  public void forked(int parentPid, int pid, long startTimeNanos) {
    if (!isLost()) {
      counters.forks.increment();
      stream.fork(parentPid, pid, startTimeNanos);
    }
  }

  @Override
  public void exited(int pid, CpuUsage usage) {
    if (!isLost()) {
      counters.exits.increment();
      stream.exit(pid, usage);
    }
  }

  private boolean isLost() {
    if (toLose.get() == 0 || toLose.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
      return false;
    }
    counters.overruns.increment();
    return true;
  }
}
