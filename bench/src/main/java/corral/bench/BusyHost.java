package corral.bench;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Errno;
import corral.framework.api.host.CpuAccounting;
import corral.framework.api.host.TaskInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A host that knows to the nanosecond what each of its processes has used. Threads that tell of
 * different processes may use it at the same time.
 */
final class BusyHost extends BareHost implements CpuAccounting {
  /** The first process, which forks all others. */
  static final int INIT = 1;

  private static final long GONE = -1;

  /** What each process has used, by pid. */
  private final AtomicLongArray used;

  /** A host with one process. */
  BusyHost(int pids) {
    super("busy");
    used = new AtomicLongArray(pids);
    for (int pid = 0; pid < pids; pid++) {
      used.set(pid, GONE);
    }
    begin(INIT);
  }

  void begin(int pid) {
    used.set(pid, 0);
  }

  void use(int pid, long nanos) {
    used.addAndGet(pid, nanos);
  }

  void end(int pid) {
    used.set(pid, GONE);
  }

  @Override
  public CpuUsage usage(int pid) throws ContainerException {
    long nanos = used.get(pid);
    if (nanos == GONE) {
      throw new ContainerException(Errno.ESRCH, Integer.toString(pid), null);
    }
    return new CpuUsage(nanos, nanos, 0);
  }

  @Override
  public Optional<TaskInfo> look(int pid) {
    return used.get(pid) == GONE
        ? Optional.empty()
        : Optional.of(new TaskInfo(pid, INIT, 0, 0, 0, false, "busy"));
  }

  List<TaskInfo> live() {
    return List.of(look(INIT).orElseThrow());
  }
}
