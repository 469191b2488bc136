package corral.subsys.cpuset;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.host.IndexSet;
import corral.framework.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the tasks of cpusets run, on a machine with 4 CPUs and 2 nodes. */
class PinningTest {
  private static final Caller ROOT = TestMachine.ROOT;
  private static final int INIT = TestMachine.INIT;

  private final Engine engine = new Engine();
  private final TestMachine machine = new TestMachine();
  private CpusetSubsystem cpuset = new CpusetSubsystem(machine, machine);

  @BeforeEach
  void mount() throws ContainerException {
    machine.begin(engine);
    engine.addSubsystem(cpuset);
    engine.mount("cpuset", "/c", ROOT);
    engine.makeContainer("/c/a", ROOT);
    write("/c/a/cpuset.cpus", "0-1");
    write("/c/a/cpuset.mems", "0");
  }

  @AfterEach
  void leave() {
    engine.removeSubsystem(cpuset);
    engine.close();
  }

  @Test
  void aTaskThatEntersRunsWhereTheFileSays() throws ContainerException {
    assertRunsOn("0-1", forkIn("/c/a"));
  }

  @Test
  void aWriteReachesEveryMemberAtOnce() throws ContainerException {
    int one = forkIn("/c/a");
    int two = machine.fork(one);
    int outside = machine.fork(INIT);
    write("/c/a/cpuset.cpus", "2-3");
    assertRunsOn("2-3", one);
    assertRunsOn("2-3", two);
    assertRunsOn("0-3", outside);
  }

  @Test
  void aWriteIsOnlyForTheMembersOfThisCpuset() throws ContainerException {
    engine.makeContainer("/c/a/b", ROOT);
    write("/c/a/b/cpuset.cpus", "1");
    write("/c/a/b/cpuset.mems", "0");
    int below = forkIn("/c/a/b");
    write("/c/a/cpuset.cpus", "1-3");
    assertRunsOn("1", below);
  }

  @Test
  void theRootGivesBackWhatATaskHadBefore() throws ContainerException {
    int pid = forkIn("/c/a");
    engine.attach(pid, "/c", ROOT);
    assertRunsOn("0-3", pid);
  }

  @Test
  void aChildRunsWhereItsParentDoesAndIsReleasedToTheSame() throws ContainerException {
    int child = machine.fork(forkIn("/c/a"));
    assertRunsOn("0-1", child);
    engine.attach(child, "/c", ROOT);
    assertRunsOn("0-3", child);
  }

  @Test
  void allAreReleasedWhenTheSubsystemLeavesAndPinnedAgainWhenItReturns() throws ContainerException {
    int parent = forkIn("/c/a");
    int child = machine.fork(parent);
    engine.removeSubsystem(cpuset);
    assertRunsOn("0-3", parent);
    assertRunsOn("0-3", child);
    int whileAway = machine.fork(parent);
    cpuset = new CpusetSubsystem(machine, machine);
    engine.addSubsystem(cpuset);
    assertEquals("0-1\n", engine.read("/c/a/cpuset.cpus", ROOT));
    for (int pid : List.of(parent, child, whileAway)) {
      assertRunsOn("0-1", pid);
    }
  }

  @Test
  void allAreReleasedWhenAnotherVersionCannotReadWhatWasSaved() throws ContainerException {
    int pid = forkIn("/c/a");
    engine.removeSubsystem(cpuset);
    var one = IndexSet.of(0);
    var smaller = new FixedMachine(one, one, one, one);
    cpuset = new CpusetSubsystem(smaller, machine);
    engine.addSubsystem(cpuset);
    var report = engine.subsystems().getFirst();
    assertEquals(SubsystemReport.State.REFUSED, report.state());
    assertTrue(report.reason().contains("0-1"), report::reason);
    assertRunsOn("0-3", pid);
  }

  @Test
  void oneThatCannotBePinnedDoesNotUndoTheWriteForTheOthers() throws ContainerException {
    int one = forkIn("/c/a");
    int two = forkIn("/c/a");
    machine.refuseToPin(one, Errno.EPERM);
    write("/c/a/cpuset.cpus", "3");
    assertEquals("3\n", engine.read("/c/a/cpuset.cpus", ROOT));
    assertRunsOn("0-1", one);
    assertRunsOn("3", two);
    assertTrue(cpusPromise().how().contains(one + " (EPERM)"), cpusPromise()::how);
    machine.allowToPin(one);
    write("/c/a/cpuset.cpus", "3");
    assertRunsOn("3", one);
    assertFalse(cpusPromise().how().contains("EPERM"), cpusPromise()::how);
  }

  @Test
  void exceptionsAreForgottenWhenTheirTasksEnd() throws ContainerException {
    int pid = machine.fork(INIT);
    machine.refuseToPin(pid, Errno.EPERM);
    engine.attach(pid, "/c/a", ROOT);
    assertTrue(cpusPromise().how().contains("EPERM"), cpusPromise()::how);
    machine.exit(pid);
    assertFalse(cpusPromise().how().contains("EPERM"), cpusPromise()::how);
  }

  @Test
  void manyExceptionsAreOneShortLine() throws ContainerException {
    for (int i = 0; i < 7; i++) {
      int pid = machine.fork(INIT);
      machine.refuseToPin(pid, Errno.EPERM);
      engine.attach(pid, "/c/a", ROOT);
    }
    assertTrue(cpusPromise().how().endsWith("(EPERM) and 2 more"), cpusPromise()::how);
  }

  @Test
  void aTaskThatCannotBeMovedMayNotEnter() {
    int bound = machine.fork(INIT);
    machine.refuseToPin(bound, Errno.EINVAL);
    var refusal = assertThrows(ContainerException.class, () -> engine.attach(bound, "/c/a", ROOT));
    assertEquals(Errno.EINVAL, refusal.errno());
  }

  @Test
  void aRefusalOfAnotherSubsystemLeavesTheTaskWhereItRan() throws ContainerException {
    engine.removeContainer("/c/a", ROOT);
    engine.unmount("/c", ROOT);
    var refusing = new Refusing();
    engine.addSubsystem(refusing);
    engine.mount("cpuset,refusing", "/both", ROOT);
    engine.makeContainer("/both/a", ROOT);
    write("/both/a/cpuset.cpus", "2");
    write("/both/a/cpuset.mems", "0");
    int pid = machine.fork(INIT);
    var refusal = assertThrows(ContainerException.class, () -> engine.attach(pid, "/both/a", ROOT));
    assertEquals(Errno.EBUSY, refusal.errno());
    assertRunsOn("0-3", pid);
    engine.removeSubsystem(refusing);
  }

  @Test
  void withoutAHostThatPinsTheBooksAreKept() throws ContainerException {
    engine.removeSubsystem(cpuset);
    cpuset = new CpusetSubsystem(machine, null);
    engine.addSubsystem(cpuset);
    int pid = forkIn("/c/a");
    write("/c/a/cpuset.cpus", "2");
    assertEquals("2\n", engine.read("/c/a/cpuset.cpus", ROOT));
    assertRunsOn("0-3", pid);
    assertFalse(cpusPromise().enforced());
  }

  @Test
  void whatIsNotCarriedOutIsSaid() {
    var kept =
        cpuset.enforcement().stream().filter(p -> !p.enforced()).map(Enforcement::what).toList();
    assertEquals(
        List.of(
            "mems",
            "mem_hardwall",
            "memory_migrate",
            "memory_spread_page",
            "memory_spread_slab",
            "memory_pressure",
            "sched_load_balance",
            "sched_relax_domain_level"),
        kept);
  }

  @Test
  void aWriteBetweenTheLookAndThePinOfAForkIsNotOvertaken() throws ContainerException {
    int parent = forkIn("/c/a");
    machine.beforeNextPin(() -> assertDoesNotThrow(() -> write("/c/a/cpuset.cpus", "3")));
    assertRunsOn("3", machine.fork(parent));
  }

  @Test
  void aChildForkedJustBeforeItsParentWasPinnedIsPinnedWhenItIsToldOf() throws ContainerException {
    int parent = machine.fork(INIT);
    int[] child = new int[1];
    machine.beforeNextPin(() -> child[0] = machine.fork(parent));
    engine.attach(parent, "/c/a", ROOT);
    assertRunsOn("0-3", child[0]);
    int[] second = new int[1];
    machine.beforeNextPin(() -> second[0] = machine.fork(parent));
    write("/c/a/cpuset.cpus", "2");
    assertRunsOn("2", second[0]);
  }

  @Test
  void childrenForkedWhileTheFileChangesEndUpWhereItSays() throws Exception {
    var parents = new ArrayList<Integer>();
    for (int i = 0; i < 3; i++) {
      parents.add(forkIn("/c/a"));
    }
    whileForking(parents, i -> write("/c/a/cpuset.cpus", Integer.toString(i % 4)));
    var expected = engine.read("/c/a/cpuset.cpus", ROOT).strip();
    for (var task : engine.container("/c/a").tasks()) {
      assertRunsOn(expected, task.pid());
    }
  }

  @Test
  void childrenForkedWhileTheirParentMovesEndUpWhereTheyBelong() throws Exception {
    var parents = List.of(machine.fork(INIT), machine.fork(INIT));
    whileForking(
        parents,
        i -> {
          for (int parent : parents) {
            engine.attach(parent, i % 2 == 0 ? "/c/a" : "/c", ROOT);
          }
        });
    var inside = engine.container("/c/a").tasks();
    var outside = engine.container("/c").tasks();
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
                    machine.fork(parent);
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

  private int forkIn(String container) throws ContainerException {
    int pid = machine.fork(INIT);
    engine.attach(pid, container, ROOT);
    return pid;
  }

  private void write(String path, String text) throws ContainerException {
    engine.write(path, text, ROOT);
  }

  private Enforcement cpusPromise() {
    return cpuset.enforcement().getFirst();
  }

  private void assertRunsOn(String cpus, int pid) {
    assertEquals(cpus, machine.cpusOf(pid).toString(), "process " + pid);
  }
}
