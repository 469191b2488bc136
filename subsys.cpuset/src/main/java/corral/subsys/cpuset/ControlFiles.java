package corral.subsys.cpuset;

import corral.framework.api.ContainerException;
import corral.framework.api.ControlFile;
import corral.framework.api.ControlFile.Place;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;
import java.util.List;
import java.util.stream.Stream;

/** The files of a cpuset's directory, in the kernel's order, as far as they are in a scope. */
final class ControlFiles {
  /** The bounds of {@code sched_relax_domain_level}: no request, and the whole system. */
  private static final int LEAST_LEVEL = -1;

  private static final int GREATEST_LEVEL = 5;

  private final Scope scope;
  private final Machine machine;
  private final Changes changes;
  private final Pressure pressure;

  ControlFiles(Scope scope, Machine machine, Changes changes, Pressure pressure) {
    this.scope = scope;
    this.machine = machine;
    this.changes = changes;
    this.pressure = pressure;
  }

  /** A file that is there where a resource is handed out. */
  private record Row(Resource about, ControlFile<Cpuset> file) {}

  List<ControlFile<Cpuset>> rows() {
    return Stream.of(
            list(Resource.CPUS),
            list(Resource.MEMS),
            effectiveList(Resource.CPUS),
            effectiveList(Resource.MEMS),
            flag(Flag.CPU_EXCLUSIVE),
            flag(Flag.MEM_EXCLUSIVE),
            flag(Flag.MEM_HARDWALL),
            flag(Flag.SCHED_LOAD_BALANCE),
            relaxDomainLevel(),
            flag(Flag.MEMORY_MIGRATE),
            memoryPressure(),
            flag(Flag.MEMORY_SPREAD_PAGE),
            flag(Flag.MEMORY_SPREAD_SLAB),
            memoryPressureEnabled())
        .filter(row -> scope.has(row.about()))
        .map(Row::file)
        .toList();
  }

  /** The file of a task's own directory: where in the tree its cpuset is. */
  ControlFile<Cpuset> taskRow() {
    return ControlFile.<Cpuset>named(scope.subsystem()).reads(css -> css.container().path() + "\n");
  }

  private Row list(Resource resource) {
    return new Row(
        resource,
        ControlFile.<Cpuset>named(resource.file())
            .reads(
                css -> line(css.isRoot() ? resource.online(machine) : resource.of(css.settings())))
            .writes((css, text) -> writeList(resource, css, text))
            .longestWrite(longestList(resource)));
  }

  private Row effectiveList(Resource resource) {
    return new Row(
        resource,
        ControlFile.<Cpuset>named("effective_" + resource.file())
            .reads(css -> line(css.effective(resource, resource.online(machine)))));
  }

  private static Row flag(Flag flag) {
    return new Row(
        Resource.owner(flag),
        ControlFile.<Cpuset>named(flag.file())
            .readsNumber(css -> css.settings().has(flag) ? 1 : 0)
            .writesFlag((css, on) -> css.change(css.settings().with(flag, on))));
  }

  private Row memoryPressureEnabled() {
    var row = flag(Flag.MEMORY_PRESSURE_ENABLED);
    return new Row(
        row.about(),
        row.file()
            .writesFlag(
                (css, on) -> {
                  css.change(css.settings().with(Flag.MEMORY_PRESSURE_ENABLED, on));
                  pressure.follow(css);
                })
            .in(Place.ONLY_ON_ROOT));
  }

  private Row memoryPressure() {
    return new Row(
        Resource.MEMS,
        ControlFile.<Cpuset>named("memory_pressure").reads(css -> pressure.rate(css) + "\n"));
  }

  private static Row relaxDomainLevel() {
    return new Row(
        Resource.CPUS,
        ControlFile.<Cpuset>named("sched_relax_domain_level")
            .readsNumber(css -> css.settings().relaxDomainLevel())
            .writesNumber(ControlFiles::writeRelaxDomainLevel));
  }

  private void writeList(Resource resource, Cpuset css, String text) throws ContainerException {
    if (css.isRoot()) {
      throw new ContainerException(
          Errno.EACCES, "the root's " + resource.file() + " are the machine's");
    }
    var before = css.settings();
    var list = resource.parse(text, resource.of(before), machine);
    changes.write(css, () -> css.change(resource.in(before, list)));
  }

  private static void writeRelaxDomainLevel(Cpuset css, long level) throws ContainerException {
    if (level < LEAST_LEVEL || level > GREATEST_LEVEL) {
      throw new ContainerException(
          Errno.EINVAL,
          "the level is from " + LEAST_LEVEL + " to " + GREATEST_LEVEL + ", not " + level);
    }
    css.change(css.settings().withRelaxDomainLevel((int) level));
  }

  /** As in the kernel, a list can be longer than a page on a machine with very many CPUs. */
  private int longestList(Resource resource) {
    return Math.max(ControlFile.LONGEST_WRITE, 100 + 6 * (resource.possible(machine).last() + 1));
  }

  private static String line(IndexSet numbers) {
    return numbers + "\n";
  }
}
