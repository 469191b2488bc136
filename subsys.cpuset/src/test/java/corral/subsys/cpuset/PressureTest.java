package corral.subsys.cpuset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Errno;
import corral.host.sim.Faults;
import corral.host.sim.SimMachine;
import corral.host.sim.SimMemory;
import corral.testkit.Testbed;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code memory_pressure}, measured in real seconds. */
class PressureTest {
  @AutoClose private final Testbed testbed = new Testbed();
  private final SimMachine machine = testbed.machine();
  private final SimMemory memory = new SimMemory(machine);
  @AutoClose private CpusetSubsystem cpuset = cpuset();

  @BeforeEach
  void mount() throws ContainerException {
    testbed.add(cpuset);
    testbed.mount("cpuset", "/c");
    testbed.mkdir("/c/a");
    testbed.mkdir("/c/a/b");
    for (var container : new String[] {"/c/a", "/c/a/b"}) {
      testbed.write(container + "/cpuset.cpus", "0-3");
      testbed.write(container + "/cpuset.mems", "0");
    }
  }

  @Test
  void whatTheTasksOfACpusetDoRaisesItsPressureAlone() throws ContainerException {
    int pid = testbed.forkInto("/c/a/b");
    enable("1");
    awaitPressure("/c/a/b", pid);
    assertEquals(0, pressure("/c/a"));
    assertEquals(0, pressure("/c"));
  }

  @Test
  void whatWasBeforeDoesNotCount() throws ContainerException {
    int busy = testbed.forkInto("/c/a");
    int other = testbed.forkInto("/c/a/b");
    memory.reclaim(busy, 1_000_000);
    enable("1");
    awaitPressure("/c/a/b", other);
    assertEquals(0, pressure("/c/a"));
  }

  @Test
  void aChildCountsFromItsFork() throws ContainerException {
    int parent = testbed.forkInto("/c/a");
    enable("1");
    int child = testbed.fork(parent);
    memory.reclaim(child, 500);
    while (pressure("/c/a") == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void itFadesWhenItIsDisabled() throws ContainerException {
    int pid = testbed.forkInto("/c/a");
    enable("1");
    awaitPressure("/c/a", pid);
    enable("0");
    long last = pressure("/c/a");
    memory.reclaim(pid, 1_000_000);
    while (pressure("/c/a") >= last) {
      Thread.onSpinWait();
    }
  }

  @Test
  void itGoesOnAfterAnUpdateOfTheBundle() throws ContainerException {
    int pid = testbed.forkInto("/c/a");
    enable("1");
    cpuset.close();
    cpuset = testbed.replace(cpuset, cpuset());
    assertEquals("1\n", testbed.read("/c/cpuset.memory_pressure_enabled"));
    awaitPressure("/c/a", pid);
  }

  @Test
  void whatTheMachineDoesNotCountIsNotMadeUp() throws ContainerException {
    machine.faults().refuse(Faults.Operation.RECLAIM, Faults.EVERY_PROCESS, Errno.EIO);
    assertEquals(0, pressure("/c/a"));
    assertFalse(promise().enforced());
    enable("1");
    var refusal = Testbed.assertRefused(Errno.ENOSYS, () -> pressure("/c/a"));
    assertTrue(String.valueOf(refusal.getMessage()).contains("not measured"));
    machine.faults().allow(Faults.Operation.RECLAIM, Faults.EVERY_PROCESS);
    awaitPressure("/c/a", testbed.forkInto("/c/a"));
    assertTrue(promise().enforced());
  }

  @Test
  void nobodyMeasuresUnlessItIsEnabled() throws ContainerException {
    assertFalse(isMeasuring());
    enable("1");
    assertTrue(isMeasuring());
    enable("0");
    while (isMeasuring()) {
      Thread.onSpinWait();
    }
  }

  private static boolean isMeasuring() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("corral-cpuset-pressure"));
  }

  private CpusetSubsystem cpuset() {
    return new CpusetSubsystem(Scope.BOTH, new Means(machine, machine, memory, memory));
  }

  private void enable(String flag) throws ContainerException {
    testbed.write("/c/cpuset.memory_pressure_enabled", flag);
  }

  /** Lets a task look for memory until it is seen. */
  private void awaitPressure(String container, int pid) throws ContainerException {
    while (pressure(container) == 0) {
      memory.reclaim(pid, 1);
    }
  }

  private long pressure(String container) throws ContainerException {
    return Long.parseLong(testbed.read(container + "/cpuset.memory_pressure").strip());
  }

  private Enforcement promise() {
    return cpuset.enforcement().stream()
        .filter(p -> p.what().equals("memory_pressure"))
        .findFirst()
        .orElseThrow();
  }
}
