package corral.subsys.cpuset;

import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.host.Machine;
import java.util.List;
import java.util.stream.Stream;

/** What the files say, and what of it is carried out on a machine. Pure functions. */
final class Promises {
  private static final List<String> ABOUT_MEMORY_NODES =
      List.of("mems", "mem_hardwall", "memory_migrate", "memory_spread_page", "memory_spread_slab");

  private static final List<String> ABOUT_SCHEDULING_DOMAINS =
      List.of("sched_load_balance", "sched_relax_domain_level");

  private Promises() {}

  static List<Enforcement> on(Machine machine, Pinning pinning) {
    return Stream.of(
            Stream.of(cpus(pinning)),
            ABOUT_MEMORY_NODES.stream().map(file -> memoryNodes(file, machine)),
            Stream.of(
                new Enforcement(
                    "memory_pressure",
                    false,
                    "not measured; reads 0 while memory_pressure_enabled is 0, else ENOSYS")),
            ABOUT_SCHEDULING_DOMAINS.stream().map(Promises::schedulingDomains))
        .flatMap(promises -> promises)
        .toList();
  }

  private static Enforcement cpus(Pinning pinning) {
    if (!pinning.isPossible()) {
      return new Enforcement("cpus", false, "kept only: the host cannot set CPU affinity");
    }
    var exceptions = pinning.exceptions();
    return new Enforcement(
        "cpus",
        true,
        "CPU affinity of each thread" + (exceptions.isEmpty() ? "" : ", but not of " + exceptions));
  }

  private static Enforcement memoryNodes(String file, Machine machine) {
    return machine.memoryNodes().size() == 1
        ? new Enforcement(file, true, "the machine has only one memory node")
        : new Enforcement(file, false, "kept only: no memory policy of processes is set");
  }

  private static Enforcement schedulingDomains(String file) {
    return new Enforcement(file, false, "kept only: the kernel takes it from its own cpusets");
  }
}
