package corral.subsys.cpuset;

import corral.framework.api.ContainerException;
import corral.framework.api.ControlFile;
import corral.framework.api.ControlFile.Place;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;
import java.util.List;

/** The files of a cpuset's directory, in the kernel's order. */
final class ControlFiles {
  /** The bounds of {@code sched_relax_domain_level}: no request, and the whole system. */
  private static final int LEAST_LEVEL = -1;

  private static final int GREATEST_LEVEL = 5;

  private final Machine machine;
  private final Pinning pinning;

  ControlFiles(Machine machine, Pinning pinning) {
    this.machine = machine;
    this.pinning = pinning;
  }

  List<ControlFile<Cpuset>> rows() {
    return List.of(
        list(Resource.CPUS),
        list(Resource.MEMS),
        effectiveList(Resource.CPUS),
        effectiveList(Resource.MEMS),
        flag(Flag.CPU_EXCLUSIVE),
        flag(Flag.MEM_EXCLUSIVE),
        flag(Flag.MEM_HARDWALL),
        flag(Flag.SCHED_LOAD_BALANCE),
        ControlFile.<Cpuset>named("sched_relax_domain_level")
            .readsNumber(css -> css.settings().relaxDomainLevel())
            .writesNumber(ControlFiles::writeRelaxDomainLevel),
        flag(Flag.MEMORY_MIGRATE),
        ControlFile.<Cpuset>named("memory_pressure").reads(ControlFiles::readMemoryPressure),
        flag(Flag.MEMORY_SPREAD_PAGE),
        flag(Flag.MEMORY_SPREAD_SLAB),
        flag(Flag.MEMORY_PRESSURE_ENABLED).in(Place.ONLY_ON_ROOT));
  }

  /** The file of a task's own directory: where in the tree its cpuset is. */
  static ControlFile<Cpuset> taskRow() {
    return ControlFile.<Cpuset>named("cpuset").reads(css -> css.container().path() + "\n");
  }

  private ControlFile<Cpuset> list(Resource resource) {
    return ControlFile.<Cpuset>named(resource.file())
        .reads(css -> line(css.isRoot() ? resource.online(machine) : resource.of(css.settings())))
        .writes((css, text) -> writeList(resource, css, text))
        .longestWrite(longestList(resource));
  }

  private ControlFile<Cpuset> effectiveList(Resource resource) {
    return ControlFile.<Cpuset>named("effective_" + resource.file())
        .reads(css -> line(resource.of(css.settings()).and(resource.online(machine))));
  }

  private static ControlFile<Cpuset> flag(Flag flag) {
    return ControlFile.<Cpuset>named(flag.file())
        .readsNumber(css -> css.settings().has(flag) ? 1 : 0)
        .writesFlag((css, on) -> css.change(css.settings().with(flag, on)));
  }

  private void writeList(Resource resource, Cpuset css, String text) throws ContainerException {
    if (css.isRoot()) {
      throw new ContainerException(
          Errno.EACCES, "the root's " + resource.file() + " are the machine's");
    }
    css.change(resource.in(css.settings(), resource.parse(text, machine)));
    if (resource == Resource.CPUS) {
      pinning.pinMembers(css);
    }
  }

  private static void writeRelaxDomainLevel(Cpuset css, long level) throws ContainerException {
    if (level < LEAST_LEVEL || level > GREATEST_LEVEL) {
      throw new ContainerException(
          Errno.EINVAL,
          "the level is from " + LEAST_LEVEL + " to " + GREATEST_LEVEL + ", not " + level);
    }
    css.change(css.settings().withRelaxDomainLevel((int) level));
  }

  /** Without the root's flag the kernel does not measure either, and says 0. */
  private static String readMemoryPressure(Cpuset css) throws ContainerException {
    if (css.root().settings().has(Flag.MEMORY_PRESSURE_ENABLED)) {
      throw new ContainerException(Errno.ENOSYS, "memory pressure is not measured");
    }
    return "0\n";
  }

  /** As in the kernel, a list can be longer than a page on a machine with very many CPUs. */
  private int longestList(Resource resource) {
    return Math.max(ControlFile.LONGEST_WRITE, 100 + 6 * (resource.possible(machine).last() + 1));
  }

  private static String line(IndexSet numbers) {
    return numbers + "\n";
  }
}
