package corral.subsys.cpuset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Errno;
import corral.framework.api.host.MemoryAccounting;
import corral.host.sim.Faults;
import corral.host.sim.SimMachine;
import corral.host.sim.SimMemory;
import corral.host.sim.SimSettings;
import corral.testkit.Testbed;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the pages of members are, on a machine with 4 CPUs and 4 memory nodes. */
class MemoryMigrationTest {
  @AutoClose private final Testbed testbed = new Testbed(SimSettings.DEFAULT.withNodes(4));
  private final SimMachine machine = testbed.machine();

  @AutoClose
  private final CpusetSubsystem cpuset =
      new CpusetSubsystem(
          Scope.BOTH, new Means(machine, machine, new SimMemory(machine), new SimMemory(machine)));

  @BeforeEach
  void mount() throws ContainerException {
    testbed.add(cpuset);
    var _ = machine.onChange(cpuset::machineChanged);
    testbed.mount("cpuset", "/c");
    make("a", "0");
    make("b", "1");
    write("b", "memory_migrate", "1");
  }

  @Test
  void pagesFollowATaskIntoACpuset() throws ContainerException {
    int pid = taskIn("a", 100);
    assertPages(pid, 100, 0, 0, 0);
    testbed.attach(pid, "/c/b");
    assertPages(pid, 0, 100, 0, 0);
  }

  @Test
  void pagesFollowFromTheRootToo() throws ContainerException {
    int pid = testbed.fork();
    machine.setMemory(pid, new MemoryAccounting.Usage(8, 8, 0));
    testbed.attach(pid, "/c/b");
    assertPages(pid, 0, 8, 0, 0);
  }

  @Test
  void pagesFollowAChangeOfMems() throws ContainerException {
    int one = taskIn("b", 10);
    int two = testbed.fork(one);
    int outside = taskIn("a", 7);
    write("b", "mems", "2-3");
    assertPages(one, 0, 0, 10, 0);
    assertPages(two, 0, 0, 10, 0);
    assertPages(outside, 7, 0, 0, 0);
    write("b", "mems", "0,3");
    assertPages(one, 10, 0, 0, 0);
  }

  @Test
  void onlyWhereTheFlagIsOn() throws ContainerException {
    int pid = taskIn("b", 10);
    testbed.attach(pid, "/c/a");
    assertPages(pid, 0, 10, 0, 0);
    write("a", "mems", "2");
    assertPages(pid, 0, 10, 0, 0);
  }

  @Test
  void onlyWhatIsOnTheNodesOfBefore() throws ContainerException {
    write("b", "memory_migrate", "0");
    int pid = taskIn("b", 10);
    write("b", "memory_migrate", "1");
    assertPages(pid, 10, 0, 0, 0);
    write("b", "mems", "3");
    assertPages(pid, 10, 0, 0, 0);
  }

  @Test
  void aRefusedWriteMovesNothing() throws ContainerException {
    int pid = taskIn("b", 10);
    Testbed.assertRefused(Errno.ENOSPC, () -> write("b", "mems", ""));
    Testbed.assertRefused(Errno.ERANGE, () -> write("b", "mems", "4"));
    assertPages(pid, 0, 10, 0, 0);
  }

  @Test
  void pagesFollowWhenAllNodesOfACpusetHaveGone() throws ContainerException {
    int pid = taskIn("b", 10);
    machine.setNodeOnline(1, false);
    assertEquals("1\n", read("b", "mems"));
    assertEquals("0,2-3\n", read("b", "effective_mems"));
    assertPages(pid, 10, 0, 0, 0);
    machine.setNodeOnline(1, true);
    assertEquals("1\n", read("b", "effective_mems"));
    assertPages(pid, 0, 10, 0, 0);
  }

  @Test
  void pagesThatMayNotBeMovedStayAndAreNamed() throws ContainerException {
    int pid = taskIn("a", 10);
    machine.faults().refuse(Faults.Operation.MIGRATE, pid, Errno.EPERM);
    testbed.attach(pid, "/c/b");
    assertPages(pid, 10, 0, 0, 0);
    assertTrue(promise().how().endsWith("but not of " + pid + " (EPERM)"), promise()::how);
    testbed.exit(pid);
    assertFalse(promise().how().contains("EPERM"), promise()::how);
  }

  @Test
  void whetherPagesAreMovedIsSaid() throws ContainerException {
    assertTrue(promise().enforced());
    var without = testbed.replace(cpuset, CpusetBundle.on(machine, machine));
    int pid = taskIn("a", 10);
    testbed.attach(pid, "/c/b");
    assertPages(pid, 10, 0, 0, 0);
    assertEquals("1\n", read("b", "memory_migrate"));
    var promise =
        without.enforcement().stream()
            .filter(p -> p.what().equals("memory_migrate"))
            .findFirst()
            .orElseThrow();
    assertFalse(promise.enforced());
  }

  private Enforcement promise() {
    return cpuset.enforcement().stream()
        .filter(p -> p.what().equals("memory_migrate"))
        .findFirst()
        .orElseThrow();
  }

  private void make(String name, String mems) throws ContainerException {
    testbed.mkdir("/c/" + name);
    write(name, "cpus", "0-3");
    write(name, "mems", mems);
  }

  /** A task that has pages on node 0, as far as they do not follow. */
  private int taskIn(String name, long pages) throws ContainerException {
    int pid = testbed.fork();
    machine.setMemory(pid, new MemoryAccounting.Usage(pages, pages, 0));
    testbed.attach(pid, "/c/" + name);
    return pid;
  }

  private void assertPages(int pid, long... onEach) {
    assertEquals(
        Arrays.stream(onEach).boxed().toList(), machine.process(pid).orElseThrow().pagesByNode());
  }

  private void write(String name, String file, String text) throws ContainerException {
    testbed.write("/c/" + name + "/cpuset." + file, text);
  }

  private String read(String name, String file) throws ContainerException {
    return testbed.read("/c/" + name + "/cpuset." + file);
  }
}
