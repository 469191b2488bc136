package corral.subsys.cpuset;

import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of the machine was on line when it was last looked at; for forks, which are too many to look
 * at the machine for each. Thread-safe.
 */
final class Online {
  private final Machine machine;

  /** Replaced as a whole. */
  private volatile Map<Resource, IndexSet> seen;

  Online(Machine machine) {
    this.machine = machine;
    this.seen = look(machine);
  }

  /** Looks again. */
  void refresh() {
    seen = look(machine);
  }

  IndexSet of(Resource resource) {
    return seen.getOrDefault(resource, IndexSet.EMPTY);
  }

  /** The same at this very moment. */
  IndexSet now(Resource resource) {
    return resource.online(machine);
  }

  private static Map<Resource, IndexSet> look(Machine machine) {
    return Stream.of(Resource.values())
        .collect(Collectors.toUnmodifiableMap(r -> r, r -> r.online(machine)));
  }
}
