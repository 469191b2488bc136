package corral.shell.why;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.admin.SubsystemReport;
import java.util.LinkedHashMap;

/** Says how a subsystem stands and what of its promises it keeps. */
final class SubsystemReason {
  private SubsystemReason() {}

  static String of(SubsystemReport report) {
    // Promises that are kept by the same means, or broken for the same reason, are told together.
    var promises =
        report.enforcement().stream()
            .collect(
                groupingBy(
                    promise ->
                        (promise.enforced() ? "enforced: " : "not enforced: ") + promise.how(),
                    LinkedHashMap::new,
                    mapping(Enforcement::what, joining(", "))));
    return promises.entrySet().stream()
        .map(means -> "\n  " + means.getValue() + " - " + means.getKey())
        .collect(joining("", report.name() + " " + standing(report), ""));
  }

  private static String standing(SubsystemReport report) {
    var reason = report.reason().isEmpty() ? "" : ": " + report.reason();
    return switch (report.state()) {
          case BOUND -> "is bound to hierarchy " + report.hierarchy() + mounted(report);
          case UNBOUND -> "is in no hierarchy and waits for a mount";
          case AWAITED -> "has gone, and hierarchy " + report.hierarchy() + " keeps its place";
          case REFUSED -> "was refused";
        }
        + reason;
  }

  private static String mounted(SubsystemReport report) {
    return report.mounts().isEmpty()
        ? ", which is not mounted"
        : ", mounted at " + String.join(" and ", report.mounts());
  }
}
