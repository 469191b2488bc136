package corral.subsys.cpuset;

import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.host.Machine;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the files say, and what of it is carried out on a machine. Immutable.
 *
 * @param scope which files there are
 * @param machine how many memory nodes there are
 * @param pinning carries {@code cpus} out
 * @param pages carries {@code memory_migrate} out
 * @param pressure measures {@code memory_pressure}
 */
record Promises(Scope scope, Machine machine, Pinning pinning, PageMoves pages, Pressure pressure) {
  List<Enforcement> all() {
    return Stream.of(
            scope.has(Resource.CPUS) ? aboutCpus() : Stream.<Enforcement>of(),
            scope.has(Resource.MEMS) ? aboutMems() : Stream.<Enforcement>of())
        .flatMap(promises -> promises)
        .toList();
  }

  private Stream<Enforcement> aboutCpus() {
    return Stream.of(
        pinning.isPossible()
            ? new Enforcement(
                "cpus", true, "CPU affinity of each thread" + pinning.refusals().butNotOf())
            : new Enforcement("cpus", false, "kept only: the host cannot set CPU affinity"),
        schedulingDomains("sched_load_balance"),
        schedulingDomains("sched_relax_domain_level"));
  }

  private static Enforcement schedulingDomains(String file) {
    return new Enforcement(file, false, "kept only: the kernel takes it from its own cpusets");
  }

  private Stream<Enforcement> aboutMems() {
    return Stream.of(
        nodes("mems", "kept only: where it allocates only a task itself can set"),
        nodes("mem_hardwall", "kept only: the kernel takes it from its own cpusets"),
        memoryMigrate(),
        nodes("memory_spread_page", "kept only: the kernel takes it from its own cpusets"),
        nodes("memory_spread_slab", "kept only: the kernel takes it from its own cpusets"),
        memoryPressure());
  }

  private Enforcement nodes(String file, String ofSeveral) {
    return machine.memoryNodes().size() == 1
        ? new Enforcement(file, true, "the machine has only one memory node")
        : new Enforcement(file, false, ofSeveral);
  }

  private Enforcement memoryMigrate() {
    return pages.isPossible()
        ? new Enforcement(
            "memory_migrate",
            true,
            "pages are moved when a task enters and when mems change" + pages.refusals().butNotOf())
        : nodes("memory_migrate", "kept only: the host cannot move pages");
  }

  private Enforcement memoryPressure() {
    var obstacle = pressure.obstacle();
    return new Enforcement(
        "memory_pressure",
        obstacle.isEmpty(),
        obstacle
            .map(why -> "not measured: " + why + "; 0, and ENOSYS once it is enabled")
            .orElse("direct reclaims of the tasks, looked at every second while enabled"));
  }
}
