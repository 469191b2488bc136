package corral.subsys.cpuset;

import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;

/** A machine that never changes. */
record FixedMachine(
    IndexSet cpus, IndexSet onlineCpus, IndexSet memoryNodes, IndexSet onlineMemoryNodes)
    implements Machine {
  @Override
  public int userHz() {
    return 100;
  }
}
