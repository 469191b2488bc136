package corral.framework.api.host;

import corral.framework.api.ContainerException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Sets the scheduling priority of processes: a host capability. A priority is a nice level, from
 * {@link #FIRST} to {@link #LAST}; of two that compete for a CPU, the one whose level is one less
 * gets about 1.25 times as much of it.
 *
 * <p>The host remembers what a process had before it was first set, and puts it back on {@link
 * #release}, or when the host or Corral stops. A child that such a process forks has the same level
 * and is released to the same. Thread-safe.
 *
 * @see <a href="https://docs.kernel.org/scheduler/sched-nice-design.html">Nice levels</a>
 */
@ConsumerType
public interface Priorities {
  /** The level of those who go before all others. */
  int FIRST = -20;

  /** The level of those who come after all others. */
  int LAST = 19;

  /**
   * Gives every thread of a process a level, also those that it makes meanwhile.
   *
   * @param level from {@link #FIRST} to {@link #LAST}
   * @throws ContainerException ESRCH if the process is gone, EPERM or EACCES if it may not be acted
   *     on, EINVAL if there is no such level
   */
  void set(int pid, int level) throws ContainerException;

  /** Gives a process back what it had before it was set; void if it was not set or is gone. */
  void release(int pid);

  /** Among which processes the levels count, in a few words for people. */
  String reach();
}
