package corral.framework.api.host;

import corral.framework.api.ContainerException;
import org.osgi.annotation.versioning.ConsumerType;

/** Ends, stops and continues processes: a host capability. Thread-safe. */
@ConsumerType
public interface Signals {
  /** What can be sent; none of these can be caught or ignored by the process. */
  enum Signal {
    /** Ends the process (SIGKILL). */
    KILL,
    /** Keeps the process from running until it is continued (SIGSTOP). */
    STOP,
    /** Lets a stopped process run again (SIGCONT); void for one that is not stopped. */
    CONT
  }

  /**
   * Sends a signal to a process, and never to another one that has got its pid since. Returns when
   * the signal is on its way: the process ends or stops a little later.
   *
   * @param startTimeNanos when the process was started, as {@link TaskInfo#startTimeNanos} or
   *     {@link corral.framework.api.Task#startTimeNanos} says
   * @throws ContainerException ESRCH if the process is gone or has ended, EPERM if it may not be
   *     acted on
   */
  void send(int pid, long startTimeNanos, Signal signal) throws ContainerException;
}
