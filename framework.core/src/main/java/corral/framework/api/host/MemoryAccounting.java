package corral.framework.api.host;

import corral.framework.api.ContainerException;
import org.osgi.annotation.versioning.ConsumerType;

/** Tells how much memory a process uses: a host capability. Thread-safe. */
@ConsumerType
public interface MemoryAccounting {
  /**
   * What a process uses at one moment. Immutable.
   *
   * @param privatePages its private writable memory, in pages, whether it was touched or not
   * @param residentPages what of all its memory is in the machine's, in pages; what it shares with
   *     others counts for each of them
   * @param kernelBytes what the kernel keeps for it and tells of
   */
  record Usage(long privatePages, long residentPages, long kernelBytes) {}

  /**
   * What a process uses now.
   *
   * @throws ContainerException ESRCH if it is gone or has ended
   */
  Usage memoryUsage(int pid) throws ContainerException;
}
