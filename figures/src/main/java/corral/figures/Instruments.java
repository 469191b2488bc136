package corral.figures;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import corral.figures.api.Absence;
import corral.figures.api.Figure;
import corral.framework.api.ContainerException;
import corral.framework.api.Hierarchy;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Entry;
import corral.framework.api.admin.SubsystemReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** Finds out by what the figures of a hierarchy can be measured, and why others cannot. */
final class Instruments {
  private final ContainerAdmin admin;
  private final Means means;
  private final Hierarchy hierarchy;
  private final String mount;
  private final List<Instrument> found = new ArrayList<>();
  private final List<Absence> absences = new ArrayList<>();

  /**
   * Looks at a hierarchy.
   *
   * @param path the path of a container of it, whose files are those of all
   */
  Instruments(ContainerAdmin admin, Means means, Hierarchy hierarchy, String mount, String path)
      throws ContainerException {
    this.admin = admin;
    this.means = means;
    this.hierarchy = hierarchy;
    this.mount = mount;
    found.add(new TaskCount());
    var statistics = means.statistics();
    if (statistics == null) {
      miss(StateCount.FIGURES, "no bundle tells what tasks do");
    } else {
      found.add(new StateCount(statistics));
    }
    var names =
        admin.list(path).stream().filter(entry -> !entry.isDirectory()).map(Entry::name).toList();
    Source.ALL.stream()
        .collect(groupingBy(Source::figure, LinkedHashMap::new, toList()))
        .forEach((figure, sources) -> look(figure, sources, names));
  }

  List<Instrument> found() {
    return found;
  }

  List<Absence> absences() {
    return absences;
  }

  private void look(Figure figure, List<Source> sources, List<String> names) {
    var reasons = new ArrayList<String>();
    for (var source : sources) {
      if (!hierarchy.subsystems().contains(source.subsystem())) {
        reasons.add(unbound(source.subsystem()));
      } else if (!source.isTold().test(means)) {
        reasons.add(source.need());
      } else {
        var files = names.stream().filter(source::isIn).toList();
        found.add(new FileSum(admin, source, files, source.unit().applyAsInt(means)));
      }
    }
    if (reasons.size() == sources.size()) {
      miss(Set.of(figure), reasons.getFirst());
    }
  }

  private void miss(Set<Figure> figures, String reason) {
    absences.add(new Absence(mount, figures, reason));
  }

  private String unbound(String subsystem) {
    return admin.subsystems().stream()
        .filter(report -> report.name().equals(subsystem))
        .findFirst()
        .map(this::reason)
        .orElse("there is no subsystem " + subsystem);
  }

  private String reason(SubsystemReport report) {
    return switch (report.state()) {
      case BOUND ->
          "%s is bound to hierarchy %d%s"
              .formatted(
                  report.name(),
                  report.hierarchy(),
                  report.mounts().stream().map(" at "::concat).collect(joining()));
      case UNBOUND ->
          "%s is bound nowhere: subsys bind %s %s".formatted(report.name(), report.name(), mount);
      case AWAITED, REFUSED -> report.name() + ": " + report.reason();
    };
  }
}
