package corral.framework.api.host;

import corral.framework.api.ContainerException;
import java.util.Collection;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a host tells what happens to its processes. The framework offers this service; a host opens
 * a stream when it starts and closes it when it stops. Thread-safe.
 */
@ProviderType
public interface TaskEvents {
  /**
   * Begins to tell. Tasks known from an earlier stream are kept if they are still alive, with their
   * memberships; the others have ended.
   *
   * @param host who tells; the framework asks it back about single processes
   * @param live every live process, read after events from the host can no longer be lost
   * @throws ContainerException EBUSY if another host is telling
   */
  TaskStream open(Host host, Collection<TaskInfo> live) throws ContainerException;
}
