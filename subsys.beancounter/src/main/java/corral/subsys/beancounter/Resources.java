package corral.subsys.beancounter;

import corral.subsys.beancounter.api.Resource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** The resources of the moment: those built in and those of other bundles. Thread-safe. */
final class Resources {
  private static final Logger LOG = System.getLogger(Resources.class.getName());
  private static final String NAME = "[a-z0-9_]{1,32}";

  /** Replaced as a whole, under the monitor. */
  private volatile Catalog catalog = Catalog.BUILT_IN;

  /** Those whose name was taken when they came, the oldest first; guarded by this. */
  private final List<Resource> waiting = new ArrayList<>();

  Catalog catalog() {
    return catalog;
  }

  synchronized void add(Resource resource) {
    var name = resource.fileName();
    if (!name.matches(NAME)) {
      LOG.log(Level.WARNING, "no name for a resource: " + name);
    } else if (catalog.named(name).isPresent()) {
      LOG.log(Level.WARNING, "there is a resource " + name + " already; the other one waits");
      waiting.add(resource);
    } else {
      catalog = catalog.with(resource);
    }
  }

  synchronized void remove(Resource resource) {
    waiting.removeIf(other -> other == resource);
    if (catalog.contains(resource)) {
      catalog = catalog.without(resource);
      waiting.stream()
          .filter(other -> other.fileName().equals(resource.fileName()))
          .findFirst()
          .ifPresent(
              next -> {
                waiting.remove(next);
                catalog = catalog.with(next);
              });
    }
  }
}
