package corral.figures.api;

/**
 * Something about a container that can be said in a number. All are about the tasks in the
 * container and in those below it, as are the kernel's own for control groups.
 */
public enum Figure {
  /** Tasks. */
  TASKS,

  /** Tasks that run, or would if a CPU were free. */
  RUNNING,

  /** Tasks that wait for I/O. */
  BLOCKED,

  /** Tasks that no signal reaches, for another reason than I/O. */
  UNINTERRUPTIBLE,

  /** Tasks that wait for something else. */
  SLEEPING,

  /** Tasks that are stopped. */
  STOPPED,

  /** The load average over one minute. */
  LOAD1,

  /** The load average over five minutes. */
  LOAD5,

  /** The load average over fifteen minutes. */
  LOAD15,

  /** The CPU time used, in nanoseconds; it grows, unless somebody lets it begin anew. */
  CPU_NANOS,

  /** The memory that is in the machine's, in bytes; what tasks share counts for each of them. */
  MEMORY_BYTES,

  /** The open file descriptors. */
  OPEN_FILES,

  /**
   * How often a limit was met, of whatever; it grows, unless somebody lets it begin anew or a
   * container below is removed.
   */
  LIMIT_HITS
}
