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
}
