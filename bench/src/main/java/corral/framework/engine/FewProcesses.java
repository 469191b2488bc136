package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Host;
import corral.framework.api.host.Launch;
import corral.framework.api.host.TaskInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** A host whose few processes live and end as a race says. */
final class FewProcesses implements Host {
  /** Pids are less than this. */
  static final int MOST = 4;

  /** Stands for the parent of a process that is not there. */
  private static final int NONE = 0;

  /** The parent of each process by pid. */
  private final AtomicIntegerArray parents = new AtomicIntegerArray(MOST);

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

  @Override
  public String name() {
    return "few";
  }

  @Override
  public String status() {
    return "";
  }

  @Override
  public Caller self() {
    return new Caller(0, 0, 0);
  }

  @Override
  public Map<String, Long> counters() {
    return Map.of();
  }

  @Override
  public Launch launch(LaunchRequest request) throws ContainerException {
    throw new ContainerException(Errno.EAGAIN, List.copyOf(request.command()).toString());
  }
}
