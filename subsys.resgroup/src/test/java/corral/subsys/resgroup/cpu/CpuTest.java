package corral.subsys.resgroup.cpu;

import static corral.testkit.Testbed.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.CpuAccounting;
import corral.host.sim.Faults;
import corral.host.sim.ProcessState;
import corral.host.sim.SimMachine;
import corral.host.sim.SimPriorities;
import corral.host.sim.SimSettings;
import corral.testkit.Testbed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares of one CPU of a simulated machine, whose tasks get it by their levels. */
@Timeout(60)
class CpuTest {
  /** Longer than the tests take: members are looked at when a test wants it. */
  private static final Duration NEVER = Duration.ofHours(1);

  private static final SimSettings ONE_CPU = new SimSettings(1, 1, 32768, 1);

  @AutoClose private final Testbed testbed = new Testbed(ONE_CPU);
  private final SimMachine machine = testbed.machine();
  private final SimPriorities priorities = new SimPriorities(machine);
  private CpuController cpu = testbed.add(controller(priorities, machine));

  private static CpuController controller(
      @Nullable SimPriorities priorities, @Nullable CpuAccounting accounting) {
    return new CpuController(priorities, accounting, NEVER);
  }

  @BeforeEach
  void mount() throws ContainerException {
    testbed.mount("cpu", "/c");
    testbed.mkdir("/c/a");
    testbed.mkdir("/c/b");
  }

  @AfterEach
  void stop() {
    cpu.stop();
  }

  @Test
  void twoBusyGroupsShareAsTheySay() throws ContainerException {
    share("/c/a", 25);
    share("/c/b", 75);
    int a = runnable("/c/a");
    int b = runnable("/c/b");
    cpu.tuner().tune();
    assertEquals(5, priorities.level(a));
    assertEquals(0, priorities.level(b));
    assertEquals(25, percentOf(new int[] {a}, a, b), 2);
    assertStat("Entitled to 25.0 %", "/c/a");
    assertStat("Nice level 5", "/c/a");
    assertStat("Busy 1", "/c/a");
  }

  @Test
  void whatAGroupHasIsDividedAmongItsBusyTasks() throws ContainerException {
    share("/c/a", 25);
    share("/c/b", 75);
    int[] a = {runnable("/c/a"), runnable("/c/a"), runnable("/c/a")};
    int sleeper = testbed.forkInto("/c/a");
    machine.setState(sleeper, ProcessState.SLEEPING);
    int b = runnable("/c/b");
    settle();
    assertStat("Tasks 4", "/c/a");
    assertStat("Busy 3", "/c/a");
    assertEquals(25, percentOf(a, a[0], a[1], a[2], b), 4);
  }

  @Test
  void whatAnIdleGroupLeavesGoesToItsSiblings() throws ContainerException {
    share("/c/a", 50);
    share("/c/b", 50);
    testbed.mkdir("/c/a/busy");
    testbed.mkdir("/c/a/idle");
    share("/c/a/busy", 20);
    share("/c/a/idle", 80);
    int busy = runnable("/c/a/busy");
    int idle = testbed.forkInto("/c/a/idle");
    machine.setState(idle, ProcessState.SLEEPING);
    int b = runnable("/c/b");
    settle();
    assertEquals(50, percentOf(new int[] {busy}, busy, b), 6);
    machine.setState(idle, ProcessState.RUNNING);
    settle();
    assertEquals(10, percentOf(new int[] {busy}, busy, idle, b), 3);
    assertEquals(40, percentOf(new int[] {idle}, busy, idle, b), 5);
  }

  @Test
  void whoDoesNotCareHasAnEqualPartOfWhatIsLeft() throws ContainerException {
    testbed.mkdir("/c/d");
    share("/c/a", 50);
    int a = runnable("/c/a");
    int b = runnable("/c/b");
    int d = runnable("/c/d");
    settle();
    assertStat("Entitled to 25.0 %", "/c/d");
    assertEquals(50, percentOf(new int[] {a}, a, b, d), 5);
    assertEquals(25, percentOf(new int[] {b}, a, b, d), 4);
    testbed.mkdir("/c/a/below");
    share("/c/a/below", 60);
    assertStat("Entitled to 30.0 %", "/c/a/below");
  }

  @Test
  void aShareOfNothingIsTheLastLevel() throws ContainerException {
    share("/c/a", 0);
    share("/c/b", 100);
    int a = runnable("/c/a");
    runnable("/c/b");
    cpu.tuner().tune();
    assertEquals(19, priorities.level(a));
  }

  @Test
  void aChangeReachesTheMembersAtOnce() throws ContainerException {
    int a = runnable("/c/a");
    int b = runnable("/c/b");
    share("/c/a", 80);
    share("/c/b", 20);
    assertEquals(0, priorities.level(a));
    assertEquals(6, priorities.level(b));
    testbed.write("/c/a/cpu.shares", "min_shares=20");
    assertEquals(0, priorities.level(b));
  }

  @Test
  void withoutAShareNobodyIsTouched() throws ContainerException {
    int a = runnable("/c/a");
    int outside = testbed.fork();
    cpu.tuner().look();
    assertFalse(priorities.isSet(a));
    share("/c/a", 10);
    assertTrue(priorities.isSet(a));
    assertFalse(priorities.isSet(outside));
    share("/c/a", -3);
    assertFalse(priorities.isSet(a));
  }

  @Test
  void childrenHaveTheLevelOfTheirGroup() throws ContainerException {
    share("/c/a", 25);
    share("/c/b", 75);
    runnable("/c/b");
    int a = runnable("/c/a");
    cpu.tuner().tune();
    int child = testbed.fork(a);
    assertEquals(5, priorities.level(child));
    testbed.attach(child, "/c");
    assertFalse(priorities.isSet(child));
    assertEquals(0, priorities.level(child));
  }

  @Test
  void theEndOfTheControllerGivesEverythingBack() throws ContainerException {
    share("/c/a", 25);
    share("/c/b", 75);
    int a = runnable("/c/a");
    int b = runnable("/c/b");
    cpu.tuner().tune();
    cpu.stop();
    testbed.remove(cpu);
    assertFalse(priorities.isSet(a));
    assertEquals(0, priorities.level(a));

    cpu = testbed.add(controller(priorities, machine));
    assertEquals(
        "res=cpu,min_shares=25,max_shares=-2,child_shares_divisor=100\n",
        testbed.read("/c/a/cpu.shares"));
    while (priorities.level(a) != 5 || !priorities.isSet(b)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whoCannotBeSetIsNamed() throws ContainerException {
    int a = runnable("/c/a");
    machine.faults().refuse(Faults.Operation.NICE, a, Errno.EPERM);
    share("/c/a", 25);
    assertTrue(
        cpu.enforcement()
            .getFirst()
            .how()
            .endsWith("among all processes, but not of " + a + " (EPERM)"));
    testbed.exit(a);
    assertFalse(cpu.enforcement().getFirst().how().contains("but not"));
  }

  @Test
  void withoutAHostTheBooksAreKept() throws ContainerException {
    cpu.stop();
    cpu = testbed.replace(cpu, controller(null, null));
    share("/c/a", 25);
    int a = runnable("/c/a");
    cpu.tuner().look();
    assertStat("Entitled to 25.0 %", "/c/a");
    assertFalse(priorities.isSet(a));
    assertFalse(cpu.enforcement().getFirst().enforced());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"max_shares=50", "max_shares=-3", "min_shares=101", "min_shares=1.5", "25", ""})
  void whatDoesNotFitIsRefused(String line) throws ContainerException {
    share("/c/a", 25);
    assertRefused(Errno.EINVAL, () -> testbed.write("/c/a/cpu.shares", line));
    assertEquals(
        "res=cpu,min_shares=25,max_shares=-2,child_shares_divisor=100\n",
        testbed.read("/c/a/cpu.shares"));
  }

  /** Lets everybody run, so that it is seen who is busy. */
  private void settle() throws ContainerException {
    for (int i = 0; i < 3; i++) {
      cpu.tuner().look();
      machine.tick(Duration.ofHours(1).toNanos());
    }
    cpu.tuner().look();
  }

  /** The part of a second for which some of these run, in percent. */
  private double percentOf(int[] some, int... all) throws ContainerException {
    long[] before = {used(some), used(all)};
    machine.tick(Duration.ofSeconds(1).toNanos());
    return 100.0 * (used(some) - before[0]) / (used(all) - before[1]);
  }

  private long used(int... pids) throws ContainerException {
    long sum = 0;
    for (int pid : pids) {
      sum += machine.usage(pid).totalNanos();
    }
    return sum;
  }

  /** A task that wants to run. */
  private int runnable(String group) throws ContainerException {
    int pid = testbed.fork();
    machine.setState(pid, ProcessState.RUNNING);
    testbed.attach(pid, group);
    return pid;
  }

  private void share(String group, int min) throws ContainerException {
    testbed.write(group + "/cpu.shares", "min_shares=" + min);
  }

  private void assertStat(String line, String group) throws ContainerException {
    var stats = testbed.read(group + "/cpu.stats");
    assertTrue(stats.contains("cpu: " + line + "\n"), stats);
  }
}
