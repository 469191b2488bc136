package corral.framework.engine;

import corral.bench.BareHost;
import corral.framework.api.host.TaskInfo;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** A host whose few processes live and end as a race says. */
final class FewProcesses extends BareHost {
  /** Pids are less than this. */
  static final int MOST = 4;

  /** Stands for the parent of a process that is not there. */
  private static final int NONE = 0;

  /** The parent of each process by pid. */
  private final AtomicIntegerArray parents = new AtomicIntegerArray(MOST);

  FewProcesses() {
    super("few");
  }

  /** When a process was started. */
  static long started(int pid) {
    return pid * 1_000_000_000L;
  }

  void begin(int pid, int parentPid) {
    parents.set(pid, parentPid);
  }

  void end(int pid) {
    parents.set(pid, NONE);
  }

  @Override
  public Optional<TaskInfo> look(int pid) {
    int parentPid = parents.get(pid);
    return parentPid == NONE
        ? Optional.empty()
        : Optional.of(new TaskInfo(pid, parentPid, started(pid), 0, 0, false, ""));
  }
}
