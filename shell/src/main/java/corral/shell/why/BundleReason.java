package corral.shell.why;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/** Says in which state a bundle is, and what keeps it from being resolved. */
final class BundleReason {
  private static final Map<Integer, String> STATES =
      Map.of(
          Bundle.UNINSTALLED, "is uninstalled",
          Bundle.RESOLVED, "is stopped",
          Bundle.STARTING, "is starting",
          Bundle.STOPPING, "is stopping",
          Bundle.ACTIVE, "is active");

  private final FrameworkWiring wiring;

  BundleReason(FrameworkWiring wiring) {
    this.wiring = wiring;
  }

  String of(Bundle bundle) {
    return bundle.getSymbolicName()
        + " "
        + STATES.getOrDefault(bundle.getState(), "is installed but not resolved")
        + (bundle.getState() == Bundle.INSTALLED ? unresolved(bundle) : "");
  }

  private String unresolved(Bundle bundle) {
    var missing = missing(bundle.adapt(BundleRevision.class)).toList();
    return missing.isEmpty()
        ? ", though nothing that it requires is missing: start it"
        : ": no bundle offers " + missing.stream().collect(joining(" or "));
  }

  private Stream<String> missing(BundleRevision revision) {
    List<? extends Requirement> requirements = revision.getRequirements(null);
    return requirements.stream()
        .filter(BundleReason::isNeededToResolve)
        .filter(requirement -> wiring.findProviders(requirement).isEmpty())
        .map(BundleReason::called);
  }

  private static boolean isNeededToResolve(Requirement requirement) {
    var directives = requirement.getDirectives();
    return !Namespace.RESOLUTION_OPTIONAL.equals(
            directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
        && Namespace.EFFECTIVE_RESOLVE.equals(
            directives.getOrDefault(
                Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE));
  }

  private static String called(Requirement requirement) {
    var filter =
        requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
    var namespace = requirement.getNamespace();
    return namespace.equals(PackageNamespace.PACKAGE_NAMESPACE)
        ? "the package " + filter
        : namespace + " " + filter;
  }
}
