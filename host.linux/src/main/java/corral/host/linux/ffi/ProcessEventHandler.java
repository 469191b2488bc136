package corral.host.linux.ffi;

/**
 * Is told what the process connector heard. A process is named by its {@code pid}, the kernel's
 * tgid; a thread by its {@code tid}, which for a process's first thread is the pid. Called by the
 * thread that delivers.
 */
public interface ProcessEventHandler {
  /**
   * A process or, where {@code tid} differs from {@code pid}, a thread of the process {@code pid}
   * was made.
   *
   * @param parent the pid of its parent: for a thread, and for a child made with CLONE_PARENT, the
   *     maker's parent
   * @param monotonicNanos when, on the clock CLOCK_MONOTONIC
   */
  void forked(int parent, int tid, int pid, long monotonicNanos);

  /** A process executed a program; it has one thread again. */
  void executed(int pid);

  /** A thread ended. The process's first thread may end while others live on. */
  void exited(int tid, int pid);
}
