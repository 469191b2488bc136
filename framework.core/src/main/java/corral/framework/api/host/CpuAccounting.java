package corral.framework.api.host;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import org.osgi.annotation.versioning.ConsumerType;

/** Tells how much CPU time a process has used: a host capability. Thread-safe. */
@ConsumerType
public interface CpuAccounting {
  /**
   * The CPU time used so far by all threads of a process, those that ended included.
   *
   * @throws ContainerException ESRCH if the process is gone
   */
  CpuUsage usage(int pid) throws ContainerException;

  /**
   * The whole of {@link #usage} alone, in nanoseconds, where that is quicker to tell.
   *
   * @throws ContainerException ESRCH if the process is gone
   */
  default long totalNanos(int pid) throws ContainerException {
    return usage(pid).totalNanos();
  }

  /**
   * How long the threads that a process has now wanted a CPU, in nanoseconds: what they have used,
   * and how long they have waited for it. Where the host cannot tell, what was used alone. It can
   * become less when a thread ends.
   *
   * @throws ContainerException ESRCH if the process is gone
   */
  default long wantedNanos(int pid) throws ContainerException {
    return totalNanos(pid);
  }
}
