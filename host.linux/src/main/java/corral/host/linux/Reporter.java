package corral.host.linux;

import corral.framework.api.CpuUsage;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskStream;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what happens to processes, first to our own observer of forks, and counts it. For one
 * thread.
 */
final class Reporter {
  private final ProcessObserver observer;
  private final TaskStream stream;
  private final EventCounters counters;

  Reporter(ProcessObserver observer, TaskStream stream, EventCounters counters) {
    this.observer = observer;
    this.stream = stream;
    this.counters = counters;
  }

  void fork(int parentPid, int pid, long startTimeNanos) {
    counters.forks.incrementAndGet();
    observer.forked(parentPid, pid, startTimeNanos);
    stream.fork(parentPid, pid, startTimeNanos);
  }

  void exit(int pid, @Nullable CpuUsage usage) {
    counters.exits.incrementAndGet();
    stream.exit(pid, usage);
    observer.exited(pid);
  }

  void overrun() {
    counters.overruns.incrementAndGet();
  }

  void repair(Collection<TaskInfo> live) {
    observer.repaired(live);
    var repair = stream.repair(live);
    counters.repairs.incrementAndGet();
    counters.found.addAndGet(repair.found());
    counters.lost.addAndGet(repair.lost());
  }
}
