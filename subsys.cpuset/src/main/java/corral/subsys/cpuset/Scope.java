package corral.subsys.cpuset;

import corral.framework.api.host.IndexSet;
import org.jspecify.annotations.Nullable;

/** What a subsystem of this bundle hands out. */
enum Scope {
  /** CPUs and memory nodes in one subsystem, as the kernel has it. */
  BOTH("cpuset", null),
  /** CPUs alone; beside {@link #MEMS}, which can be in another hierarchy. */
  CPUS("cpuset", Resource.CPUS),
  /** Memory nodes alone. */
  MEMS("memset", Resource.MEMS);

  private final String subsystem;

  /** Null if it is not one alone. */
  private final @Nullable Resource single;

  Scope(String subsystem, @Nullable Resource single) {
    this.subsystem = subsystem;
    this.single = single;
  }

  /** The name of the subsystem. */
  String subsystem() {
    return subsystem;
  }

  boolean has(Resource resource) {
    return single == null || single == resource;
  }

  boolean has(Flag flag) {
    return has(Resource.owner(flag));
  }

  /** What of the settings is in this scope; of the rest, nothing is set. */
  Settings only(Settings settings) {
    var own = settings;
    for (var resource : Resource.values()) {
      own = has(resource) ? own : resource.in(own, IndexSet.EMPTY);
    }
    for (var flag : Flag.values()) {
      own = has(flag) ? own : own.with(flag, false);
    }
    return has(Resource.CPUS) ? own : own.withRelaxDomainLevel(Settings.NEW.relaxDomainLevel());
  }
}
