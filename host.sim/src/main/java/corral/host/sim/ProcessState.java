package corral.host.sim;

import corral.framework.api.TaskState;

/** What a process does, with the letter that {@code /proc/PID/stat} has for it. */
public enum ProcessState {
  /** Runs, or would if a CPU were free. */
  RUNNING('R', TaskState.RUNNING),
  /** Waits for something. */
  SLEEPING('S', TaskState.SLEEPING),
  /** Waits for I/O. */
  BLOCKED('D', TaskState.BLOCKED),
  /** Waits in the kernel for something else, and no signal wakes it. */
  UNINTERRUPTIBLE('D', TaskState.UNINTERRUPTIBLE),
  /** Is kept from running until it is continued. */
  STOPPED('T', TaskState.STOPPED),
  /** Has ended, and its parent has not heard of it. */
  ZOMBIE('Z', TaskState.SLEEPING);

  private final char letter;
  private final TaskState asTaskState;

  ProcessState(char letter, TaskState asTaskState) {
    this.letter = letter;
    this.asTaskState = asTaskState;
  }

  /** The kernel's letter. */
  public char letter() {
    return letter;
  }

  /** What a task of which this is true does; a zombie is none. */
  TaskState asTaskState() {
    return asTaskState;
  }
}
