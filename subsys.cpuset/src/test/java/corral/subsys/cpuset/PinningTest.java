package corral.subsys.cpuset;

import static corral.testkit.Testbed.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.host.CpuAffinity;
import corral.framework.api.host.IndexSet;
import corral.host.sim.Faults;
import corral.host.sim.SimMachine;
import corral.testkit.Operation;
import corral.testkit.Testbed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the tasks of cpusets run, on a machine with 4 CPUs and 2 nodes. */
class PinningTest {
  @AutoClose private final Testbed testbed = new Testbed();
  private final SimMachine machine = testbed.machine();

  /** What is done once, before the next pin takes effect. */
  private volatile Operation beforePin = () -> {};

  private CpusetSubsystem cpuset = testbed.add(CpusetBundle.on(machine, affinity()));

  @BeforeEach
  void mount() throws ContainerException {
    testbed.mount("cpuset", "/c");
    testbed.mkdir("/c/a");
    write("/c/a/cpuset.cpus", "0-1");
    write("/c/a/cpuset.mems", "0");
  }

  @Test
  void aTaskThatEntersRunsWhereTheFileSays() throws ContainerException {
    assertRunsOn("0-1", testbed.forkInto("/c/a"));
  }

  @Test
  void aWriteReachesEveryMemberAtOnce() throws ContainerException {
    int one = testbed.forkInto("/c/a");
    int two = testbed.fork(one);
    int outside = testbed.fork();
    write("/c/a/cpuset.cpus", "2-3");
    assertRunsOn("2-3", one);
    assertRunsOn("2-3", two);
    assertRunsOn("0-3", outside);
  }

  @Test
  void aWriteIsOnlyForTheMembersOfThisCpuset() throws ContainerException {
    testbed.mkdir("/c/a/b");
    write("/c/a/b/cpuset.cpus", "1");
    write("/c/a/b/cpuset.mems", "0");
    int below = testbed.forkInto("/c/a/b");
    write("/c/a/cpuset.cpus", "1-3");
    assertRunsOn("1", below);
  }

  @Test
  void theRootGivesBackWhatATaskHadBefore() throws ContainerException {
    int pid = testbed.forkInto("/c/a");
    testbed.attach(pid, "/c");
    assertRunsOn("0-3", pid);
  }

  @Test
  void aChildRunsWhereItsParentDoesAndIsReleasedToTheSame() throws ContainerException {
    int child = testbed.fork(testbed.forkInto("/c/a"));
    assertRunsOn("0-1", child);
    testbed.attach(child, "/c");
    assertRunsOn("0-3", child);
  }

  @Test
  void allAreReleasedWhenTheSubsystemLeavesAndPinnedAgainWhenItReturns() throws ContainerException {
    int parent = testbed.forkInto("/c/a");
    int child = testbed.fork(parent);
    testbed.remove(cpuset);
    assertRunsOn("0-3", parent);
    assertRunsOn("0-3", child);
    int whileAway = testbed.fork(parent);
    cpuset = testbed.add(CpusetBundle.on(machine, affinity()));
    assertEquals("0-1\n", testbed.read("/c/a/cpuset.cpus"));
    for (int pid : List.of(parent, child, whileAway)) {
      assertRunsOn("0-1", pid);
    }
  }

  @Test
  void allAreReleasedWhenAnotherVersionCannotReadWhatWasSaved() throws ContainerException {
    int pid = testbed.forkInto("/c/a");
    testbed.remove(cpuset);
    var one = IndexSet.of(0);
    var smaller = new FixedMachine(one, one, one, one);
    var report = testbed.offer(CpusetBundle.on(smaller, machine));
    assertEquals(SubsystemReport.State.REFUSED, report.state());
    assertTrue(report.reason().contains("0-1"), report::reason);
    assertRunsOn("0-3", pid);
  }

  @Test
  void oneThatCannotBePinnedDoesNotUndoTheWriteForTheOthers() throws ContainerException {
    int one = testbed.forkInto("/c/a");
    int two = testbed.forkInto("/c/a");
    machine.faults().refuse(Faults.Operation.PIN, one, Errno.EPERM);
    write("/c/a/cpuset.cpus", "3");
    assertEquals("3\n", testbed.read("/c/a/cpuset.cpus"));
    assertRunsOn("0-1", one);
    assertRunsOn("3", two);
    assertTrue(cpusPromise().how().contains(one + " (EPERM)"), cpusPromise()::how);
    machine.faults().allow(Faults.Operation.PIN, one);
    write("/c/a/cpuset.cpus", "3");
    assertRunsOn("3", one);
    assertFalse(cpusPromise().how().contains("EPERM"), cpusPromise()::how);
  }

  @Test
  void exceptionsAreForgottenWhenTheirTasksEnd() throws ContainerException {
    int pid = testbed.fork();
    machine.faults().refuse(Faults.Operation.PIN, pid, Errno.EPERM);
    testbed.attach(pid, "/c/a");
    assertTrue(cpusPromise().how().contains("EPERM"), cpusPromise()::how);
    testbed.exit(pid);
    assertFalse(cpusPromise().how().contains("EPERM"), cpusPromise()::how);
  }

  @Test
  void manyExceptionsAreOneShortLine() throws ContainerException {
    for (int i = 0; i < 7; i++) {
      int pid = testbed.fork();
      machine.faults().refuse(Faults.Operation.PIN, pid, Errno.EPERM);
      testbed.attach(pid, "/c/a");
    }
    assertTrue(cpusPromise().how().endsWith("(EPERM) and 2 more"), cpusPromise()::how);
  }

  @Test
  void aTaskThatCannotBeMovedMayNotEnter() throws ContainerException {
    int bound = testbed.fork();
    machine.faults().refuse(Faults.Operation.PIN, bound, Errno.EINVAL);
    assertRefused(Errno.EINVAL, () -> testbed.attach(bound, "/c/a"));
  }

  @Test
  void aRefusalOfAnotherSubsystemLeavesTheTaskWhereItRan() throws ContainerException {
    testbed.rmdir("/c/a");
    testbed.unmount("/c");
    testbed.add(new Refusing());
    testbed.mount("cpuset,refusing", "/both");
    testbed.mkdir("/both/a");
    write("/both/a/cpuset.cpus", "2");
    write("/both/a/cpuset.mems", "0");
    int pid = testbed.fork();
    assertRefused(Errno.EBUSY, () -> testbed.attach(pid, "/both/a"));
    assertRunsOn("0-3", pid);
  }

  @Test
  void withoutAHostThatPinsTheBooksAreKept() throws ContainerException {
    cpuset = testbed.replace(cpuset, CpusetBundle.on(machine, null));
    int pid = testbed.forkInto("/c/a");
    write("/c/a/cpuset.cpus", "2");
    assertEquals("2\n", testbed.read("/c/a/cpuset.cpus"));
    assertRunsOn("0-3", pid);
    assertFalse(cpusPromise().enforced());
  }

  @Test
  void whatIsNotCarriedOutIsSaid() {
    var kept =
        cpuset.enforcement().stream().filter(p -> !p.enforced()).map(Enforcement::what).toList();
    assertEquals(
        List.of(
            "sched_load_balance",
            "sched_relax_domain_level",
            "mems",
            "mem_hardwall",
            "memory_migrate",
            "memory_spread_page",
            "memory_spread_slab",
            "memory_pressure"),
        kept);
  }

  @Test
  void aWriteBetweenTheLookAndThePinOfAForkIsNotOvertaken() throws ContainerException {
    int parent = testbed.forkInto("/c/a");
    beforePin = () -> write("/c/a/cpuset.cpus", "3");
    assertRunsOn("3", testbed.fork(parent));
  }

  @Test
  void aMemberThatEndsBetweenTheLookAndThePinIsNoException() throws ContainerException {
    int ending = testbed.forkInto("/c/a");
    int staying = testbed.forkInto("/c/a");
    beforePin = () -> testbed.exit(ending);
    write("/c/a/cpuset.cpus", "3");
    assertEquals(List.of(staying), testbed.members("/c/a"));
    assertRunsOn("3", staying);
    assertFalse(cpusPromise().how().contains(Integer.toString(ending)), cpusPromise()::how);
  }

  @Test
  void aChildForkedJustBeforeItsParentWasPinnedIsPinnedWhenItIsToldOf() throws ContainerException {
    int parent = testbed.fork();
    int[] child = new int[1];
    beforePin = () -> child[0] = testbed.fork(parent);
    testbed.attach(parent, "/c/a");
    assertRunsOn("0-3", child[0]);
    int[] second = new int[1];
    beforePin = () -> second[0] = testbed.fork(parent);
    write("/c/a/cpuset.cpus", "2");
    assertRunsOn("2", second[0]);
  }

  @Test
  void childrenForkedWhileTheFileChangesEndUpWhereItSays() throws Exception {
    var parents = new ArrayList<Integer>();
    for (int i = 0; i < 3; i++) {
      parents.add(testbed.forkInto("/c/a"));
    }
    whileForking(parents, i -> write("/c/a/cpuset.cpus", Integer.toString(i % 4)));
    var expected = testbed.read("/c/a/cpuset.cpus").strip();
    for (var task : testbed.admin().container("/c/a").tasks()) {
      assertRunsOn(expected, task.pid());
    }
  }

  @Test
  void childrenForkedWhileTheirParentMovesEndUpWhereTheyBelong() throws Exception {
    var parents = List.of(testbed.forkInto("/c/a"), testbed.forkInto("/c/a"));
    for (int parent : parents) {
      testbed.fork(parent);
    }
    whileForking(
        parents,
        i -> {
          for (int parent : parents) {
            testbed.attach(parent, i % 2 == 0 ? "/c/a" : "/c");
          }
        });
    var inside = testbed.admin().container("/c/a").tasks();
    var outside = testbed.admin().container("/c").tasks();
    assertFalse(inside.isEmpty());
    for (var task : inside) {
      assertRunsOn("0-1", task.pid());
    }
    for (var task : outside) {
      if (task.parentPid() == parents.getFirst() || task.parentPid() == parents.getLast()) {
        assertRunsOn("0-3", task.pid());
      }
    }
  }

  private interface Step {
    void take(int number) throws ContainerException;
  }

  /** Forks 1,000 children of each parent, each parent in its thread, and takes steps meanwhile. */
  private void whileForking(List<Integer> parents, Step step) throws Exception {
    try (var threads = Executors.newCachedThreadPool()) {
      var forks = new ArrayList<Future<?>>();
      for (int parent : parents) {
        forks.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 1_000; i++) {
                    testbed.fork(parent);
                  }
                  return null;
                }));
      }
      for (int i = 0; !forks.stream().allMatch(Future::isDone); i++) {
        step.take(i);
      }
      for (var fork : forks) {
        fork.get();
      }
    }
  }

  /** Lets no task in. */
  private static final class Refusing implements ContainerSubsystem<Refusing.State> {
    static final class State extends SubsystemState {
      State(Container container) {
        super(container);
      }
    }

    @Override
    public String name() {
      return "refusing";
    }

    @Override
    public State create(Container container, @Nullable State parent) {
      return new State(container);
    }

    @Override
    public void destroy(State css) {}

    @Override
    public void canAttach(State css, Task task) throws ContainerException {
      throw new ContainerException(Errno.EBUSY);
    }
  }

  private CpuAffinity affinity() {
    return new CpuAffinity() {
      @Override
      public void pin(int pid, IndexSet cpus) throws ContainerException {
        var first = beforePin;
        beforePin = () -> {};
        first.run();
        machine.pin(pid, cpus);
      }

      @Override
      public void release(int pid) {
        machine.release(pid);
      }
    };
  }

  private void write(String path, String text) throws ContainerException {
    testbed.write(path, text);
  }

  private Enforcement cpusPromise() {
    return cpuset.enforcement().getFirst();
  }

  private void assertRunsOn(String cpus, int pid) {
    assertEquals(cpus, machine.process(pid).orElseThrow().cpus().toString(), "process " + pid);
  }
}
