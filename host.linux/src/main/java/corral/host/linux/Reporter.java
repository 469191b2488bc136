package corral.host.linux;

import corral.framework.api.CpuUsage;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskStream;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what happens to processes, first to our own observers, and counts it. For one thread.
 */
final class Reporter {
  private final List<ProcessObserver> observers;
  private final TaskStream stream;
  private final EventCounters counters;

  Reporter(List<ProcessObserver> observers, TaskStream stream, EventCounters counters) {
    this.observers = observers;
    this.stream = stream;
    this.counters = counters;
  }

  void fork(int parentPid, int pid, long startTimeNanos) {
    counters.forks.incrementAndGet();
    observers.forEach(observer -> observer.forked(parentPid, pid, startTimeNanos));
    stream.fork(parentPid, pid, startTimeNanos);
  }

  /** The framework is not told: to it the process is the same. */
  void exec(int pid) {
    observers.forEach(observer -> observer.executed(pid));
  }

  void exit(int pid, @Nullable CpuUsage usage) {
    counters.exits.incrementAndGet();
    stream.exit(pid, usage);
    observers.forEach(observer -> observer.exited(pid));
  }

  void overrun() {
    counters.overruns.incrementAndGet();
  }

  void repair(Collection<TaskInfo> live) {
    observers.forEach(observer -> observer.repaired(live));
    var repair = stream.repair(live);
    counters.repairs.incrementAndGet();
    counters.found.addAndGet(repair.found());
    counters.lost.addAndGet(repair.lost());
  }
}
