package corral.subsys.cpuacct;

import corral.framework.api.Task;

/** What tells a task from every other, also from a later one with the same process id. */
record TaskKey(int pid, long startTimeNanos) {
  static TaskKey of(Task task) {
    return new TaskKey(task.pid(), task.startTimeNanos());
  }
}
