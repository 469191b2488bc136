package corral.framework.api;

/**
 * What a task does at one moment. The order is that in which they decide: a task, which is a
 * process, does what the first of these says that one of its threads does.
 */
public enum TaskState {
  /** It is on a CPU, or would be if one were free ({@code R}). */
  RUNNING,

  /** It is in the kernel until its I/O is done ({@code D}). */
  BLOCKED,

  /** It is in the kernel, where no signal reaches it, for another reason than I/O ({@code D}). */
  UNINTERRUPTIBLE,

  /** It waits for something; so does an idle or parked thread of the kernel ({@code S, I, P}). */
  SLEEPING,

  /** It is kept from running, by a signal or a debugger ({@code T, t}). */
  STOPPED
}
