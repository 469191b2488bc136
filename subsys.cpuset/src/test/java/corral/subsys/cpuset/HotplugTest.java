package corral.subsys.cpuset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import corral.framework.api.host.IndexSet;
import corral.host.sim.SimMachine;
import corral.testkit.Testbed;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CPUs that go off line and come back, on a machine with 4 of them. */
class HotplugTest {
  @AutoClose private final Testbed testbed = new Testbed();
  private final SimMachine machine = testbed.machine();
  private final CpusetSubsystem cpuset = CpusetBundle.on(machine, machine);

  @BeforeEach
  void mount() throws ContainerException {
    testbed.add(cpuset);
    var _ = machine.onChange(cpuset::machineChanged);
    testbed.mount("cpuset", "/c");
    make("/c/a", "1-3");
    make("/c/a/b", "2-3");
    make("/c/a/b/c", "3");
  }

  @Test
  void theRestIsUsedAndThenAllAgain() throws ContainerException {
    int pid = testbed.forkInto("/c/a");
    switchCpus(false, 2);
    assertState("/c/a", "1-3", "1,3", pid);
    switchCpus(true, 2);
    assertState("/c/a", "1-3", "1-3", pid);
  }

  @Test
  void aCpusetWhoseCpusHaveAllGoneFallsBackToItsParent() throws ContainerException {
    int pid = testbed.forkInto("/c/a/b/c");
    switchCpus(false, 3);
    assertState("/c/a/b/c", "3", "2", pid);
    switchCpus(false, 2);
    assertState("/c/a/b/c", "3", "1", pid);
    switchCpus(false, 1);
    assertState("/c/a/b/c", "3", "0", pid);
    switchCpus(true, 2);
    assertState("/c/a/b/c", "3", "2", pid);
    switchCpus(true, 3);
    assertState("/c/a/b/c", "3", "3", pid);
  }

  @Test
  void whoFallsBackFollowsHisParent() throws ContainerException {
    int pid = testbed.forkInto("/c/a/b/c");
    switchCpus(false, 3, 2);
    assertState("/c/a/b/c", "3", "1", pid);
    testbed.write("/c/a/cpuset.cpus", "0,2-3");
    assertState("/c/a/b/c", "3", "0", pid);
  }

  @Test
  void aTaskThatEntersAndAChildRunWhereItsCpusetFallsBackTo() throws ContainerException {
    switchCpus(false, 3);
    int pid = testbed.forkInto("/c/a/b/c");
    int child = testbed.fork(pid);
    assertState("/c/a/b/c", "3", "2", pid);
    assertRunsOn("2", child);
  }

  @Test
  void anEmptyCpusetHasNothingInEffect() throws ContainerException {
    testbed.mkdir("/c/empty");
    switchCpus(false, 3);
    assertEquals("\n", testbed.read("/c/empty/cpuset.effective_cpus"));
  }

  @Test
  void tasksOfTheRootAreNotTouched() throws ContainerException {
    int pid = testbed.fork();
    switchCpus(false, 1, 2);
    assertRunsOn("0-3", pid);
  }

  @Test
  void whereTasksEndUpIsRightWhateverElseHappensMeanwhile() throws Exception {
    int walker = testbed.forkInto("/c/a/b/c");
    try (var threads = Executors.newCachedThreadPool()) {
      var switching =
          threads.submit(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  machine.setCpuOnline(3, i % 2 == 1);
                }
                return null;
              });
      var forking =
          threads.submit(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  testbed.fork(walker);
                }
                return null;
              });
      for (int i = 0; !switching.isDone() || !forking.isDone(); i++) {
        testbed.attach(walker, i % 2 == 0 ? "/c/a" : "/c/a/b/c");
        testbed.write("/c/a/cpuset.cpus", i % 3 == 0 ? "0-3" : "1-3");
      }
      switching.get();
      forking.get();
    }
    for (var container : new String[] {"/c/a", "/c/a/b/c"}) {
      var effective = testbed.read(container + "/cpuset.effective_cpus").strip();
      for (int pid : testbed.members(container)) {
        assertRunsOn(effective, pid);
      }
    }
  }

  private void make(String container, String cpus) throws ContainerException {
    testbed.mkdir(container);
    testbed.write(container + "/cpuset.cpus", cpus);
    testbed.write(container + "/cpuset.mems", "0");
  }

  private void switchCpus(boolean on, int... cpus) throws ContainerException {
    for (int cpu : cpus) {
      machine.setCpuOnline(cpu, on);
    }
  }

  private void assertState(String container, String cpus, String effective, int pid)
      throws ContainerException {
    assertEquals(cpus + "\n", testbed.read(container + "/cpuset.cpus"));
    assertEquals(effective + "\n", testbed.read(container + "/cpuset.effective_cpus"));
    assertRunsOn(effective, pid);
  }

  private void assertRunsOn(String cpus, int pid) {
    IndexSet actual = machine.process(pid).orElseThrow().cpus();
    assertEquals(cpus, actual.toString(), "process " + pid);
  }
}
