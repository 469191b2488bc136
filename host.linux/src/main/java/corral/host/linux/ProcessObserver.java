package corral.host.linux;

import corral.framework.api.host.TaskInfo;
import java.util.Collection;

/** Hears what happens to processes before the framework does, on the telling thread. */
interface ProcessObserver {
  void forked(int parentPid, int pid, long startTimeNanos);

  void exited(int pid);

  /** Events were lost; these are all the live processes. */
  void repaired(Collection<TaskInfo> live);
}
