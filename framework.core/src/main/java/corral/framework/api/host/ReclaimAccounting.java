package corral.framework.api.host;

import corral.framework.api.ContainerException;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tells how often processes had to free memory themselves before they were given some (direct
 * reclaim): a host capability. Thread-safe.
 *
 * @see <a href="https://docs.kernel.org/accounting/delay-accounting.html">Delay accounting</a>
 */
@ConsumerType
public interface ReclaimAccounting {
  /** Why nothing is counted at the moment, for people; empty if it is. */
  Optional<String> obstacle();

  /**
   * How often the threads of a process have had to since they began, those that ended included.
   * Means nothing while there is an {@link #obstacle}.
   *
   * @throws ContainerException ESRCH if the process is gone, EPERM if it may not be asked about
   */
  long directReclaims(int pid) throws ContainerException;
}
