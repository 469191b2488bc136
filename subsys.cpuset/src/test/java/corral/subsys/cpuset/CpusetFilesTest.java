package corral.subsys.cpuset;

import static corral.testkit.Testbed.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import corral.host.sim.SimMachine;
import corral.testkit.Testbed;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of cpusets, seen through the control files of a machine with 4 CPUs and 2 nodes. */
class CpusetFilesTest {
  @AutoClose private final Testbed testbed = new Testbed();
  private final SimMachine machine = testbed.machine();
  private final CpusetSubsystem cpuset = CpusetBundle.on(machine, machine);

  @BeforeEach
  void mount() throws ContainerException {
    testbed.add(cpuset);
    testbed.mount("cpuset", "/c");
    make("a");
  }

  @Test
  void aNewCpusetHasEmptyCpusAndMems() throws ContainerException {
    assertReads("", "a/cpuset.cpus");
    assertReads("", "a/cpuset.mems");
    assertReads("", "a/cpuset.effective_cpus");
  }

  @Test
  void theRootsAreTheMachines() throws ContainerException {
    assertReads("0-3", "cpuset.cpus");
    assertReads("0-1", "cpuset.mems");
    machine.setCpuOnline(2, false);
    assertReads("0-1,3", "cpuset.cpus");
    assertReads("0-1,3", "cpuset.effective_cpus");
  }

  @Test
  void theRootsAreThoseOfAnotherMachineToo() throws ContainerException {
    write("cpuset.memory_spread_page", "1");
    var one = IndexSet.of(0);
    testbed.replace(cpuset, CpusetBundle.on(new FixedMachine(one, one, one, one), null));
    assertReads("0", "cpuset.cpus");
    assertReads("0", "cpuset.mems");
    assertReads("1", "cpuset.memory_spread_page");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpus", "mems", "effective_cpus", "effective_mems", "memory_pressure"})
  void theRootsAreReadOnly(String file) {
    assertRefused(Errno.EACCES, () -> write("cpuset." + file, "0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"effective_cpus", "effective_mems", "memory_pressure"})
  void whatFollowsFromTheRestIsReadOnly(String file) {
    assertRefused(Errno.EACCES, () -> write("a/cpuset." + file, "0"));
  }

  @Test
  void listsAreReadBackInTheShortestForm() throws ContainerException {
    write("a/cpuset.cpus", "3,1, 0");
    assertReads("0-1,3", "a/cpuset.cpus");
    write("a/cpuset.cpus", "all:1/2\n");
    assertReads("0,2", "a/cpuset.cpus");
    write("a/cpuset.cpus", "");
    assertReads("", "a/cpuset.cpus");
    write("a/cpuset.mems", "N");
    assertReads("1", "a/cpuset.mems");
  }

  @ParameterizedTest
  @CsvSource({"EINVAL,cpus,x", "EINVAL,mems,1-0", "ERANGE,cpus,4", "ERANGE,mems,2"})
  void whatIsNoListOrBeyondTheMachineIsRefused(Errno errno, String file, String list)
      throws ContainerException {
    write("a/cpuset." + file, "0");
    assertRefused(errno, () -> write("a/cpuset." + file, list));
    assertReads("0", "a/cpuset." + file);
  }

  @Test
  void noneOfThemOnLineIsRefused() throws ContainerException {
    machine.setCpuOnline(3, false);
    machine.setNodeOnline(1, false);
    assertRefused(Errno.ENOSPC, () -> write("a/cpuset.cpus", "3"));
    assertRefused(Errno.ENOSPC, () -> write("a/cpuset.mems", "1"));
    write("a/cpuset.cpus", "2-3");
    assertReads("2", "a/cpuset.cpus");
    machine.setCpuOnline(2, false);
    write("a/cpuset.cpus", "1-2");
    assertReads("1-2", "a/cpuset.cpus");
  }

  @Test
  void effectiveCpusAndMemsAreThoseOnLine() throws ContainerException {
    fill("a", "1-3", "0-1");
    machine.setCpuOnline(2, false);
    machine.setNodeOnline(0, false);
    assertReads("1-3", "a/cpuset.cpus");
    assertReads("1,3", "a/cpuset.effective_cpus");
    assertReads("1", "a/cpuset.effective_mems");
  }

  @Test
  void eachChildMustStayWithinItsParent() throws ContainerException {
    fill("a", "0-1", "0");
    make("a/b");
    assertRefused(Errno.EACCES, () -> write("a/b/cpuset.cpus", "1-2"));
    assertRefused(Errno.EACCES, () -> write("a/b/cpuset.mems", "0-1"));
    write("a/b/cpuset.cpus", "1");
  }

  @Test
  void shrinkingBelowWhatAChildHasIsRefused() throws ContainerException {
    fill("a", "0-2", "0-1");
    make("a/b");
    fill("a/b", "1-2", "1");
    assertRefused(Errno.EBUSY, () -> write("a/cpuset.cpus", "0-1"));
    assertRefused(Errno.EBUSY, () -> write("a/cpuset.mems", "0"));
    write("a/cpuset.cpus", "1-2");
  }

  @Test
  void anExclusiveCpusetMayNotOverlapASibling() throws ContainerException {
    make("b");
    fill("a", "0-1", "0");
    fill("b", "1-2", "0");
    assertRefused(Errno.EINVAL, () -> write("a/cpuset.cpu_exclusive", "1"));
    assertRefused(Errno.EINVAL, () -> write("a/cpuset.mem_exclusive", "1"));
    write("b/cpuset.cpus", "2");
    write("a/cpuset.cpu_exclusive", "1");
    assertRefused(Errno.EINVAL, () -> write("b/cpuset.cpus", "1-2"));
    assertReads("2", "b/cpuset.cpus");
  }

  @Test
  void exclusiveOnlyUnderAnExclusiveParent() throws ContainerException {
    fill("a", "0-1", "0");
    make("a/b");
    assertRefused(Errno.EACCES, () -> write("a/b/cpuset.cpu_exclusive", "1"));
    assertRefused(Errno.EACCES, () -> write("a/b/cpuset.mem_exclusive", "1"));
    write("a/cpuset.cpu_exclusive", "1");
    write("a/b/cpuset.cpu_exclusive", "1");
    assertRefused(Errno.EBUSY, () -> write("a/cpuset.cpu_exclusive", "0"));
  }

  @Test
  void noTaskMayEnterOneWithEmptyCpusOrMems() throws ContainerException {
    int pid = testbed.fork();
    assertRefused(Errno.ENOSPC, () -> attach(pid, "a"));
    write("a/cpuset.cpus", "0");
    assertRefused(Errno.ENOSPC, () -> attach(pid, "a"));
    write("a/cpuset.mems", "0");
    attach(pid, "a");
  }

  @Test
  void neitherMayBeEmptiedWhileTasksAreIn() throws ContainerException {
    fill("a", "0", "0");
    int pid = testbed.fork();
    attach(pid, "a");
    assertRefused(Errno.ENOSPC, () -> write("a/cpuset.cpus", ""));
    assertRefused(Errno.ENOSPC, () -> write("a/cpuset.mems", ""));
    testbed.exit(pid);
    write("a/cpuset.cpus", "");
    write("a/cpuset.mems", "");
  }

  @Test
  void cloneChildrenGivesANewContainerItsParentsCpusAndMems() throws ContainerException {
    fill("a", "1-2", "1");
    write("a/cgroup.clone_children", "1");
    make("a/b");
    assertReads("1-2", "a/b/cpuset.cpus");
    assertReads("1", "a/b/cpuset.mems");
  }

  @Test
  void cloneChildrenDoesNotOverlapAnExclusiveSibling() throws ContainerException {
    fill("a", "1-2", "1");
    write("a/cpuset.cpu_exclusive", "1");
    make("a/b");
    fill("a/b", "2", "1");
    write("a/b/cpuset.cpu_exclusive", "1");
    write("a/cgroup.clone_children", "1");
    make("a/c");
    assertReads("", "a/c/cpuset.cpus");
  }

  @Test
  void aClonedContainerHasItsParentsCpusAndMems() throws ContainerException {
    fill("a", "1-2", "1");
    int pid = testbed.fork();
    attach(pid, "a");
    testbed.admin().cloneContainer(pid, "cpuset", false, Testbed.ROOT);
    assertReads("1-2", "a/node_" + pid + "/cpuset.cpus");
    assertReads(Integer.toString(pid), "a/node_" + pid + "/tasks");
  }

  @ParameterizedTest
  @EnumSource
  void everyFlagIsKeptAndReadBack(Flag flag) throws ContainerException {
    var file = (flag == Flag.MEMORY_PRESSURE_ENABLED ? "" : "a/") + "cpuset." + flag.file();
    for (var number : new String[] {"0", "1", "0", "2", "0x0", "7"}) {
      write(file, number);
      assertReads(Long.decode(number) == 0 ? "0" : "1", file);
    }
    for (var text : new String[] {"-1", "x", "1 1", ""}) {
      assertRefused(Errno.EINVAL, () -> write(file, text));
    }
    assertReads("1", file);
  }

  @Test
  void aNewCpusetBalancesLoadAndIsNotExclusive() throws ContainerException {
    assertReads("1", "a/cpuset.sched_load_balance");
    assertReads("0", "a/cpuset.cpu_exclusive");
    assertReads("1", "cpuset.cpu_exclusive");
    assertReads("1", "cpuset.mem_exclusive");
  }

  @Test
  void theSpreadFlagsAreInherited() throws ContainerException {
    write("a/cpuset.memory_spread_page", "1");
    write("a/cpuset.memory_migrate", "1");
    make("a/b");
    assertReads("1", "a/b/cpuset.memory_spread_page");
    assertReads("0", "a/b/cpuset.memory_spread_slab");
    assertReads("0", "a/b/cpuset.memory_migrate");
  }

  @Test
  void theRelaxDomainLevelIsFromMinusOneToFive() throws ContainerException {
    assertReads("-1", "a/cpuset.sched_relax_domain_level");
    write("a/cpuset.sched_relax_domain_level", "5");
    for (var level : new String[] {"-2", "6", "x"}) {
      assertRefused(Errno.EINVAL, () -> write("a/cpuset.sched_relax_domain_level", level));
    }
    assertReads("5", "a/cpuset.sched_relax_domain_level");
  }

  @Test
  void memoryPressureIsNotMadeUp() throws ContainerException {
    assertRefused(Errno.ENOENT, () -> read("a/cpuset.memory_pressure_enabled"));
    assertReads("0", "a/cpuset.memory_pressure");
    write("cpuset.memory_pressure_enabled", "1");
    assertRefused(Errno.ENOSYS, () -> read("a/cpuset.memory_pressure"));
  }

  @Test
  void aTasksOwnViewIsThePathOfItsCpuset() throws ContainerException {
    fill("a", "0", "0");
    int pid = testbed.fork();
    assertEquals("/\n", testbed.read("/proc/" + pid + "/cpuset"));
    attach(pid, "a");
    assertEquals("/a\n", testbed.read("/proc/" + pid + "/cpuset"));
  }

  private void fill(String container, String cpus, String mems) throws ContainerException {
    write(container + "/cpuset.cpus", cpus);
    write(container + "/cpuset.mems", mems);
  }

  private void make(String container) throws ContainerException {
    testbed.mkdir("/c/" + container);
  }

  private void attach(int pid, String container) throws ContainerException {
    testbed.attach(pid, "/c/" + container);
  }

  private void write(String file, String text) throws ContainerException {
    testbed.write("/c/" + file, text);
  }

  private String read(String file) throws ContainerException {
    return testbed.read("/c/" + file);
  }

  private void assertReads(String expected, String file) throws ContainerException {
    assertEquals(expected + "\n", read(file), file);
  }
}
