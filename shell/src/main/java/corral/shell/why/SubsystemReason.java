package corral.shell.why;

import static java.util.stream.Collectors.joining;

import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.admin.SubsystemReport;

/** Says how a subsystem stands and what of its promises it keeps. */
final class SubsystemReason {
  private SubsystemReason() {}

  static String of(SubsystemReport report) {
    var sentence = report.name() + " " + standing(report);
    var promises =
        report.enforcement().stream().map(SubsystemReason::promise).collect(joining("; "));
    return promises.isEmpty() ? sentence : sentence + "; " + promises;
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

  private static String promise(Enforcement promise) {
    return promise.what()
        + (promise.enforced() ? " is enforced: " : " is not enforced: ")
        + promise.how();
  }
}
