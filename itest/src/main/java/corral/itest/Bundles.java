package corral.itest;

import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** The bundles under test. */
final class Bundles {
  private Bundles() {}

  /** Those that Corral brings, but for this one. */
  static List<Bundle> ofCorral() {
    return all()
        .filter(bundle -> "Corral".equals(bundle.getHeaders().get("Bundle-Vendor")))
        .filter(bundle -> !bundle.equals(FrameworkUtil.getBundle(Bundles.class)))
        .toList();
  }

  /** Those that a test stops which brings a machine or subsystems of its own. */
  static List<Bundle> hostsAndSubsystems() {
    return ofCorral().stream()
        .filter(bundle -> bundle.getSymbolicName().matches("(host|subsys)\\..*"))
        .toList();
  }

  /** Those that bring controllers. */
  static List<Bundle> subsystems() {
    return ofCorral().stream()
        .filter(bundle -> bundle.getSymbolicName().startsWith("subsys."))
        .toList();
  }

  static Bundle named(String symbolicName) {
    return all()
        .filter(bundle -> bundle.getSymbolicName().equals(symbolicName))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Bundle> all() {
    return Stream.of(FrameworkUtil.getBundle(Bundles.class).getBundleContext().getBundles());
  }
}
