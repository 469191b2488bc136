package corral.framework.api.host;

import corral.framework.api.ContainerException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tells how many files a process has open, and bounds them: a host capability.
 *
 * <p>The host remembers what a process was allowed before it was first bounded, and puts it back on
 * {@link #release}, or when the host or Corral stops. A child that a bounded process forks has the
 * same bound and is released to the same. Thread-safe.
 */
@ConsumerType
public interface OpenFiles {
  /**
   * How many file descriptors a process has open.
   *
   * @throws ContainerException ESRCH if it is gone, EACCES if it may not be looked at
   */
  int count(int pid) throws ContainerException;

  /**
   * Lets a process open files until it has a number of them; from then on it is refused with
   * EMFILE. It keeps what it has, also if that is more. Never allows more than the process was
   * allowed before it was first bounded.
   *
   * @param most how many it may have; at least 0
   * @return how many it has now that the bound is in force
   * @throws ContainerException ESRCH if it is gone, EPERM or EACCES if it may not be acted on
   */
  int bound(int pid, long most) throws ContainerException;

  /** Gives a process back what it was allowed before; void if it is not bounded or gone. */
  void release(int pid);
}
