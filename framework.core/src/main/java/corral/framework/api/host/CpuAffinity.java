package corral.framework.api.host;

import corral.framework.api.ContainerException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides on which CPUs a process runs: a host capability.
 *
 * <p>The host remembers what a process had before it was first pinned, and puts it back on {@link
 * #release}, or when the host or Corral stops. A child that a pinned process forks is pinned like
 * it and is released to the same. Thread-safe.
 */
@ConsumerType
public interface CpuAffinity {
  /**
   * Confines every thread of a process, also those that it makes meanwhile, to some CPUs.
   *
   * @throws ContainerException ESRCH if the process is gone, EPERM if it may not be acted on,
   *     EINVAL if none of the CPUs can be used or the process cannot be moved (some kernel threads)
   */
  void pin(int pid, IndexSet cpus) throws ContainerException;

  /** Gives a process back what it had before it was pinned; void if it is not pinned or gone. */
  void release(int pid);
}
