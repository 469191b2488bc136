package corral.subsys.beancounter.api;

import corral.framework.api.Container;
import corral.framework.api.Task;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds the counters of containers. The service is replaced when the bundle or its host restarts;
 * the new one's counters go on with the figures of the old one's, and what was charged to those is
 * given back to these. Thread-safe; takes no lock.
 */
@ProviderType
public interface BeanCounters {
  /** The counters of a container; empty if the subsystem is not in its hierarchy. */
  Optional<BeanCounter> of(Container container);

  /** The counters of the container that a task is in now; empty while there are none. */
  Optional<BeanCounter> of(Task task);
}
