package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Every bundle of Corral may be there, go and come back. */
@LeavesNothingBehind
class BundlesTest {
  static List<Bundle> bundles() {
    return Bundles.ofCorral();
  }

  @Test
  void allAreThere() {
    assertEquals(
        Set.of(
            "figures",
            "framework.core",
            "front.eventadmin",
            "front.fuse",
            "front.metrics",
            "host.linux",
            "host.sim",
            "shell",
            "stats",
            "subsys.beancounter",
            "subsys.cpuacct",
            "subsys.debug",
            "subsys.resgroup",
            "subsys.ns",
            "subsys.cpuset"),
        bundles().stream().map(Bundle::getSymbolicName).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void isActive(Bundle bundle) {
    assertEquals(Bundle.ACTIVE, bundle.getState());
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void stopsAndStartsAgain(Bundle bundle) throws BundleException, InterruptedException {
    var before = Surroundings.now();
    bundle.stop();
    assertEquals(Bundle.RESOLVED, bundle.getState());
    assertEquals(null, bundle.getRegisteredServices());
    bundle.start();
    assertEquals(List.of(), before.changes(LeftoverCheck.PATIENCE));
  }

  @Test
  void allStopWithoutATrace() throws BundleException, InterruptedException {
    stopAll();
    try {
      var stopped = Surroundings.now();
      startAll();
      stopAll();
      assertEquals(List.of(), stopped.changes(LeftoverCheck.PATIENCE));
    } finally {
      startAll();
    }
  }

  private static void startAll() throws BundleException {
    for (var bundle : bundles()) {
      bundle.start();
    }
  }

  private static void stopAll() throws BundleException {
    for (var bundle : bundles()) {
      bundle.stop();
    }
  }
}
