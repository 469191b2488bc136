package corral.itest;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.CpuAccounting;
import corral.framework.api.host.CpuAffinity;
import corral.framework.api.host.Host;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;
import java.lang.reflect.InvocationTargetException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** The simulated machine takes the place of the live one where it is asked for. */
@LeavesNothingBehind
class SimulatedHostTest {
  private static final String CHOICE = "corral.host";
  private static final String COMMAND = "(osgi.command.function=sim)";

  private final Bundle linux = Bundles.named("host.linux");
  private final Bundle sim = Bundles.named("host.sim");

  @BeforeEach
  void chooseTheSimulation() throws BundleException {
    linux.stop(Bundle.STOP_TRANSIENT);
    sim.stop(Bundle.STOP_TRANSIENT);
    System.setProperty(CHOICE, "sim");
  }

  @AfterEach
  void chooseAsBefore() throws BundleException {
    System.clearProperty(CHOICE);
    sim.stop(Bundle.STOP_TRANSIENT);
    sim.start(Bundle.START_TRANSIENT);
    linux.start(Bundle.START_TRANSIENT);
  }

  @Test
  void itIsTheHostAndItsProcessesAreTheTasks() throws Exception {
    sim.start(Bundle.START_TRANSIENT);
    var command = Services.awaited(COMMAND);
    var admin = Services.awaited(ContainerAdmin.class);
    var host = Services.awaited(Host.class);
    assertEquals("sim", host.name());

    int pid = assertInstanceOf(Integer.class, sim(command, "fork"));
    assertEquals(1, admin.task(pid).orElseThrow().parentPid());
    sim(command, "run", pid, 30);
    sim(command, "exit", pid);
    assertTrue(admin.task(pid).isEmpty());

    var refusal = assertThrows(InvocationTargetException.class, () -> sim(command, "exit", pid));
    assertEquals(
        pid + ": No such process (ESRCH)", requireNonNull(refusal.getCause()).getMessage());
  }

  @Test
  void itsServiceSaysWhatCanBeCompleted() throws Exception {
    sim.start(Bundle.START_TRANSIENT);
    var overview = String.valueOf(sim(Services.awaited(COMMAND), "help"));
    var names = overview.lines().filter(line -> line.startsWith("  ")).map(SimulatedHostTest::name);
    var references = sim.getBundleContext().getAllServiceReferences(null, COMMAND);
    var words = (String[]) references[0].getProperty("corral.command.words");
    assertEquals(
        Stream.concat(names, Stream.of("help")).sorted().toList(),
        Stream.of(words).sorted().toList());
  }

  private static String name(String line) {
    return line.strip().split(" ", 2)[0];
  }

  @Test
  void itOffersWhatSubsystemsAskFor() throws Exception {
    sim.start(Bundle.START_TRANSIENT);
    var command = Services.awaited(COMMAND);
    var machine = Services.awaited(Machine.class);
    var affinity = Services.awaited(CpuAffinity.class);
    var accounting = Services.awaited(CpuAccounting.class);

    assertEquals(IndexSet.firstOf(4), machine.onlineCpus());
    int pid = assertInstanceOf(Integer.class, sim(command, "fork"));
    affinity.pin(pid, IndexSet.of(2));
    sim(command, "tick", 40);
    assertEquals(40_000_000, accounting.usage(pid).totalNanos());
  }

  @Test
  void itIsNotThereUnasked() throws Exception {
    System.clearProperty(CHOICE);
    sim.start(Bundle.START_TRANSIENT);
    linux.start(Bundle.START_TRANSIENT);
    var host = Services.awaited(Host.class);
    assertEquals("linux", host.name());
    assertNull(sim.getRegisteredServices());
  }

  /** Calls the command as the shell does. */
  private static Object sim(Object command, Object... words) throws ReflectiveOperationException {
    return command.getClass().getMethod("sim", Object[].class).invoke(command, (Object) words);
  }
}
