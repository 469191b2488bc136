package corral.framework.api.event;

import corral.framework.api.Container;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a subsystem tells that a limit of a container was met, for whoever listens. The framework
 * offers this service. Never blocks; for any thread, under any lock.
 */
@ProviderType
public interface LimitAlarms {
  /**
   * A limit was met; listeners are told of a {@link ContainerEvent.LimitHit}.
   *
   * @param subsystem the subsystem's name
   * @param resource what is limited, as the subsystem calls it
   * @param limit the limit
   * @param failures how often it was met so far
   */
  void limitHit(Container container, String subsystem, String resource, long limit, long failures);
}
