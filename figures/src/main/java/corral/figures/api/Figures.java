package corral.figures.api;

import corral.framework.api.Container;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Tells the figures of containers. The bundle {@code figures} offers this service. Thread-safe. */
@ProviderType
public interface Figures {
  /**
   * Looks at a container and all below it, or at all mounted hierarchies. A hierarchy that is
   * mounted in several places is looked at once, one that is not mounted not at all.
   *
   * <p>The cost is in the containers and, where CPU time is told, in their tasks. The containers
   * are not looked at in one moment: each sample says when. One that is removed meanwhile is left
   * out.
   */
  Survey survey(Optional<Container> top);
}
