package corral.subsys.cpuset;

import static corral.testkit.Testbed.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.host.sim.SimMachine;
import corral.host.sim.SimMemory;
import corral.testkit.Testbed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** CPUs and memory nodes as two subsystems, as seed 004 has them. */
class SplitTest {
  @AutoClose private final Testbed testbed = new Testbed();
  private final SimMachine machine = testbed.machine();
  private final CpusetSubsystem cpus = subsystem(Scope.CPUS);
  private final CpusetSubsystem mems = subsystem(Scope.MEMS);

  @Test
  void eachHasTheFilesThatAreAboutIt() {
    assertEquals(
        List.of(
            "cpus",
            "effective_cpus",
            "cpu_exclusive",
            "sched_load_balance",
            "sched_relax_domain_level"),
        files(cpus));
    assertEquals(
        List.of(
            "mems",
            "effective_mems",
            "mem_exclusive",
            "mem_hardwall",
            "memory_migrate",
            "memory_pressure",
            "memory_spread_page",
            "memory_spread_slab",
            "memory_pressure_enabled"),
        files(mems));
    assertEquals(
        files(subsystem(Scope.BOTH)).stream().sorted().toList(),
        Stream.concat(files(cpus).stream(), files(mems).stream()).sorted().toList());
  }

  @Test
  void theyGroupTasksDifferently() throws ContainerException {
    mountBoth();
    testbed.mkdir("/c/a");
    testbed.mkdir("/m/x");
    testbed.write("/c/a/cpuset.cpus", "1");
    testbed.write("/m/x/memset.mems", "1");
    testbed.write("/m/x/memset.memory_migrate", "1");
    int pid = testbed.forkInto("/c/a");
    assertEquals("/a\n", testbed.read("/proc/" + pid + "/cpuset"));
    assertEquals("/\n", testbed.read("/proc/" + pid + "/memset"));
    testbed.attach(pid, "/m/x");
    assertEquals("/x\n", testbed.read("/proc/" + pid + "/memset"));
    assertEquals("1", machine.process(pid).orElseThrow().cpus().toString());
    testbed.attach(pid, "/c");
    assertEquals("/x\n", testbed.read("/proc/" + pid + "/memset"));
    assertEquals("0-3", machine.process(pid).orElseThrow().cpus().toString());
  }

  @Test
  void eachAsksOnlyForItsOwn() throws ContainerException {
    mountBoth();
    testbed.mkdir("/c/a");
    testbed.mkdir("/m/x");
    int pid = testbed.fork();
    assertRefused(Errno.ENOSPC, () -> testbed.attach(pid, "/c/a"));
    assertRefused(Errno.ENOSPC, () -> testbed.attach(pid, "/m/x"));
    testbed.write("/c/a/cpuset.cpus", "0");
    testbed.write("/m/x/memset.mems", "0");
    testbed.attach(pid, "/c/a");
    testbed.attach(pid, "/m/x");
    assertRefused(Errno.ENOENT, () -> testbed.read("/c/a/cpuset.mems"));
    assertRefused(Errno.ENOSPC, () -> testbed.write("/m/x/memset.mems", ""));
  }

  @Test
  void eachHasItsOwnExclusiveFlag() throws ContainerException {
    mountBoth();
    for (var name : List.of("a", "b")) {
      testbed.mkdir("/c/" + name);
      testbed.mkdir("/m/" + name);
      testbed.write("/c/" + name + "/cpuset.cpus", "0");
      testbed.write("/m/" + name + "/memset.mems", "0");
    }
    assertRefused(Errno.EINVAL, () -> testbed.write("/c/a/cpuset.cpu_exclusive", "1"));
    assertRefused(Errno.EINVAL, () -> testbed.write("/m/a/memset.mem_exclusive", "1"));
    testbed.write("/c/b/cpuset.cpus", "1");
    testbed.write("/c/a/cpuset.cpu_exclusive", "1");
  }

  @Test
  void whatTheWholeSavedIsTakenOverByTheHalf() throws ContainerException {
    var whole = testbed.add(subsystem(Scope.BOTH));
    testbed.mount("cpuset", "/c");
    testbed.mkdir("/c/a");
    testbed.write("/c/a/cpuset.cpus", "1-2");
    testbed.write("/c/a/cpuset.mems", "1");
    testbed.write("/c/a/cpuset.mem_exclusive", "1");
    int pid = testbed.forkInto("/c/a");
    testbed.replace(whole, cpus);
    assertEquals("1-2\n", testbed.read("/c/a/cpuset.cpus"));
    assertEquals("1-2", machine.process(pid).orElseThrow().cpus().toString());
    // What is out of sight is out of force.
    testbed.mkdir("/c/b");
    testbed.write("/c/b/cpuset.cpus", "1-2");
  }

  @Test
  void whatTheHalfDidNotHaveTheWholeTakesFromItsParent() throws ContainerException {
    testbed.add(cpus);
    testbed.mount("cpuset", "/c");
    testbed.mkdir("/c/a");
    testbed.mkdir("/c/a/b");
    testbed.write("/c/a/cpuset.cpus", "1-2");
    testbed.write("/c/a/b/cpuset.cpus", "2");
    int pid = testbed.forkInto("/c/a/b");
    testbed.replace(cpus, subsystem(Scope.BOTH));
    assertEquals("2\n", testbed.read("/c/a/b/cpuset.cpus"));
    assertEquals("0-1\n", testbed.read("/c/a/b/cpuset.mems"));
    assertEquals(List.of(pid), testbed.members("/c/a/b"));
  }

  private void mountBoth() throws ContainerException {
    testbed.add(cpus);
    testbed.add(mems);
    testbed.mount("cpuset", "/c");
    testbed.mount("memset", "/m");
  }

  private CpusetSubsystem subsystem(Scope scope) {
    var memory = new SimMemory(machine);
    return new CpusetSubsystem(scope, new Means(machine, machine, memory, memory));
  }

  private static List<String> files(ContainerSubsystem<?> subsystem) {
    return subsystem.files().stream().map(ControlFile::name).toList();
  }
}
