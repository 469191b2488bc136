package corral.host.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where settings come from, and which make no machine. */
class SimSettingsTest {
  @Test
  void theConfigurationGoesBeforeThePropertiesAndThoseBeforeTheDefaults() {
    var properties = Map.of("corral.sim.cpus", "8", "corral.sim.nodes", " 3 ");
    assertEquals(
        SimSettings.DEFAULT.withCpus(16).withNodes(3).withSeed(-5).withPidMax(4_000_000),
        SimSettings.of(
            Map.of("corral.sim.cpus", 16, "corral.sim.seed", -5L, "corral.sim.pid_max", "4000000"),
            properties::get));
    assertEquals(SimSettings.DEFAULT, SimSettings.of(Map.of(), _ -> null));
  }

  @Test
  void whatMakesNoMachineIsRefusedByName() {
    assertEquals(
        "corral.sim.cpus=0 is not within 1 to 1024", refusal(Map.of("corral.sim.cpus", "0")));
    assertEquals(
        "corral.sim.nodes=four is not a number", refusal(Map.of("corral.sim.nodes", "four")));
    assertEquals(
        "corral.sim.pid_max=300 is not within 301 to 4194304",
        refusal(Map.of("corral.sim.pid_max", 300)));
    assertEquals(
        "corral.sim.cpus=2147483647 is not within 1 to 1024",
        refusal(Map.of("corral.sim.cpus", Long.MAX_VALUE)));
  }

  private static String refusal(Map<String, ?> configuration) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> SimSettings.of(configuration, _ -> null))
            .getMessage());
  }
}
