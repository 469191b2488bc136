package corral.host.linux;

import corral.framework.api.host.TaskInfo;
import java.util.Collection;

/** Hears what happens to processes before the framework does, on the telling thread. */
interface ProcessObserver {
  /** From where it will hear from now on. */
  default void listensTo(EventSource source) {}

  void forked(int parentPid, int pid, long startTimeNanos);

  /** A process has begun another program, told only where the source of the events knows. */
  default void executed(int pid) {}

  void exited(int pid);

  /** Events were lost; these are all the live processes. */
  void repaired(Collection<TaskInfo> live);
}
