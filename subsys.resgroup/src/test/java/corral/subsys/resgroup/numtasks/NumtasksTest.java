package corral.subsys.resgroup.numtasks;

import static corral.testkit.Testbed.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Errno;
import corral.host.sim.Faults;
import corral.host.sim.SimMachine;
import corral.host.sim.SimTaskLimits;
import corral.testkit.Testbed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of tasks and of the fork rate, on a machine that refuses forks. */
class NumtasksTest {
  @AutoClose private final Testbed testbed = new Testbed();
  private final SimMachine machine = testbed.machine();
  private final SimTaskLimits limits = new SimTaskLimits(machine);
  private NumtasksController numtasks =
      testbed.add(new NumtasksController(testbed.alarms(), limits, machine));

  @BeforeEach
  void mount() throws ContainerException {
    testbed.mount("numtasks", "/n");
    testbed.mkdir("/n/a");
    testbed.mkdir("/n/a/b");
    testbed.write("/n/numtasks.total_numtasks", "100");
  }

  @AfterEach
  void stop() {
    numtasks.stop();
  }

  @Test
  void aForkBombIsHeldAtTheLimit() throws ContainerException {
    share("/n/a", "max_shares=50");
    int bomb = testbed.forkInto("/n/a");
    assertEquals(49, forks(bomb));
    assertEquals(50, testbed.members("/n/a").size());
    assertStat("Current usage 50", "/n/a");
    assertStat("Number of successes 49", "/n/a");
    assertStat("Number of failures 1", "/n/a");
    assertStat("Limit 50", "/n/a");
    testbed.exit(bomb + 1);
    assertEquals(1, forks(bomb));
  }

  @Test
  void whoListensHearsOfRefusedForks() throws Exception {
    var hits = new Hits(testbed);
    share("/n/a", "max_shares=3");
    int bomb = testbed.forkInto("/n/a");
    forks(bomb);
    assertEquals("/a numtasks 3, 1 so far", hits.next());
    testbed.write("/n/a/numtasks.forkrate_interval", "3600");
    testbed.write("/n/a/numtasks.forkrate", "1");
    share("/n/a", "max_shares=50");
    forks(bomb);
    assertEquals("/a forkrate 1, 1 so far", hits.next());
  }

  @Test
  void ofWhatWasBeforeARestartNobodyHearsAgain() throws Exception {
    share("/n/a", "max_shares=3");
    int bomb = testbed.forkInto("/n/a");
    forks(bomb);
    assertStat("Number of failures 1", "/n/a");
    numtasks.stop();
    testbed.remove(numtasks);
    numtasks = testbed.add(new NumtasksController(testbed.alarms(), limits, machine));
    var hits = new Hits(testbed);
    forks(bomb);
    assertEquals("/a numtasks 3, 2 so far", hits.next());
  }

  @Test
  void aGroupCountsTheTasksOfThoseBelow() throws ContainerException {
    share("/n/a", "max_shares=10");
    share("/n/a/b", "max_shares=50");
    int outer = testbed.forkInto("/n/a");
    int inner = testbed.forkInto("/n/a/b");
    assertEquals(4, forks(inner), "half of what is above");
    assertEquals(4, forks(outer), "together they are ten");
    assertStat("Current usage 10", "/n/a");
    assertStat("Current usage 5", "/n/a/b");
    share("/n/a/b", "max_shares=-3");
    assertEquals(0, forks(inner));
    share("/n/a", "max_shares=11");
    assertEquals(1, forks(inner));
  }

  @Test
  void whoEntersAFullGroupIsRefused() throws ContainerException {
    share("/n/a", "max_shares=2");
    testbed.forkInto("/n/a");
    int second = testbed.forkInto("/n/a/b");
    int third = testbed.fork();
    assertRefused(Errno.ENOSPC, () -> testbed.attach(third, "/n/a"));
    assertRefused(Errno.ENOSPC, () -> testbed.attach(third, "/n/a/b"));
    testbed.attach(second, "/n/a");
    testbed.attach(second, "/n");
    testbed.attach(third, "/n/a");
  }

  @Test
  void lessThanThereIsTakesNothingAway() throws ContainerException {
    int task = testbed.forkInto("/n/a");
    forks(task, 4);
    share("/n/a", "max_shares=3");
    assertEquals(5, testbed.members("/n/a").size());
    assertEquals(0, forks(task));
  }

  @Test
  void aMaximumOfNothingLetsNobodyIn() throws ContainerException {
    share("/n/a", "max_shares=0");
    int task = testbed.fork();
    assertRefused(Errno.ENOSPC, () -> testbed.attach(task, "/n/a"));
  }

  @Test
  void withoutATotalNothingIsLimited() throws ContainerException {
    testbed.write("/n/numtasks.total_numtasks", Integer.toString(Integer.MAX_VALUE));
    share("/n/a", "max_shares=1");
    int task = testbed.forkInto("/n/a");
    assertEquals(200, forks(task, 200));
    assertFalse(limits.isLimited(task));
    testbed.write("/n/numtasks.total_numtasks", "1000");
    assertTrue(limits.isLimited(task));
    assertEquals(0, forks(task));
  }

  @Test
  void onlyMembersOfLimitedGroupsAreTouched() throws ContainerException {
    int outside = testbed.fork();
    int member = testbed.forkInto("/n/a");
    assertFalse(limits.isLimited(member));
    share("/n/a", "max_shares=10");
    assertTrue(limits.isLimited(member));
    assertFalse(limits.isLimited(outside));
    int child = testbed.fork(member);
    testbed.attach(member, "/n");
    assertFalse(limits.isLimited(member));
    assertTrue(limits.isLimited(child));
    share("/n/a", "max_shares=-3");
    assertFalse(limits.isLimited(child));
  }

  @Test
  void theFirstForksOfAnIntervalSucceed() throws ContainerException {
    testbed.write("/n/a/numtasks.forkrate_interval", "3600");
    testbed.write("/n/a/numtasks.forkrate", "5");
    int task = testbed.forkInto("/n/a");
    assertEquals(5, forks(task));
    assertStat("Number of failures 0", "/n/a");
    assertStat("Number of forkrate failures 1", "/n/a");
    testbed.exit(task + 1);
    assertEquals(0, forks(task), "also when others have ended");
    testbed.write("/n/a/numtasks.forkrate", "6");
    assertEquals(6, forks(task), "another rate begins another interval");
    testbed.write("/n/a/numtasks.forkrate", "2147483647");
    assertEquals(100, forks(task, 100));
  }

  @Test
  void shortLivedTasksCountForTheRateToo() throws ContainerException {
    testbed.write("/n/a/numtasks.forkrate_interval", "3600");
    testbed.write("/n/a/numtasks.forkrate", "20");
    int task = testbed.forkInto("/n/a/b");
    int forked = 0;
    while (forks(task, 1) == 1) {
      testbed.exit(testbed.members("/n/a/b").getLast());
      forked++;
    }
    assertEquals(20, forked, "forks below count above");
  }

  @Test
  void theNextIntervalBeginsByItself() throws ContainerException {
    testbed.write("/n/a/numtasks.forkrate", "2");
    int task = testbed.forkInto("/n/a");
    assertEquals(2, forks(task));
    int forked = 0;
    while (forked < 3) {
      forked += forks(task, 1);
    }
    assertEquals(3, forked);
  }

  @Test
  void everythingSurvivesARestart() throws ContainerException {
    share("/n/a", "min_shares=10,max_shares=20");
    testbed.write("/n/a/numtasks.forkrate", "1000");
    testbed.write("/n/a/numtasks.forkrate_interval", "60");
    int task = testbed.forkInto("/n/a");
    assertEquals(19, forks(task));
    var before = testbed.read("/n/a/numtasks.stats");

    numtasks.stop();
    testbed.remove(numtasks);
    assertFalse(limits.isLimited(task), "nothing is left of it");
    assertEquals(3, forks(task, 3));
    numtasks = testbed.add(new NumtasksController(testbed.alarms(), limits, machine));

    assertEquals(0, forks(task));
    assertEquals("100\n", testbed.read("/n/numtasks.total_numtasks"));
    assertEquals("1000\n", testbed.read("/n/a/numtasks.forkrate"));
    assertEquals("60\n", testbed.read("/n/a/numtasks.forkrate_interval"));
    var after = testbed.read("/n/a/numtasks.stats");
    assertTrue(before.contains("Number of failures 1\n"), before);
    assertTrue(after.contains("Number of failures 2\n"), after);
    assertTrue(after.contains("Number of successes 22\n"), after);
    assertTrue(after.contains("Current usage 23\n"), after);
  }

  @Test
  void theFiguresBeginAnew() throws ContainerException {
    share("/n/a", "max_shares=3,min_shares=2");
    forks(testbed.forkInto("/n/a"));
    testbed.write("/n/a/numtasks.stats", "0");
    assertEquals(
        """
        numtasks: Current usage 3
        numtasks: Number of successes 0
        numtasks: Number of failures 0
        numtasks: Number of forkrate failures 0
        numtasks: Guaranteed 2
        numtasks: Limit 3
        """,
        testbed.read("/n/a/numtasks.stats"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/n/a/numtasks.forkrate",
        "/n/a/numtasks.forkrate_interval",
        "/n/numtasks.total_numtasks"
      })
  void whatIsNoPositiveNumberIsRefused(String file) throws ContainerException {
    var before = testbed.read(file);
    for (var text : new String[] {"", "x", "0", "-1", "5s", "5 5", "1.5"}) {
      assertRefused(Errno.EINVAL, () -> testbed.write(file, text));
    }
    assertRefused(Errno.ERANGE, () -> testbed.write(file, "2147483648"));
    assertRefused(Errno.ERANGE, () -> testbed.write(file, "99999999999999999999"));
    assertRefused(Errno.E2BIG, () -> testbed.write(file, "0".repeat(5000)));
    assertEquals(before, testbed.read(file));
  }

  @Test
  void theRootHasNoForkRateAndTheOthersNoTotal() {
    assertRefused(Errno.ENOENT, () -> testbed.read("/n/numtasks.forkrate"));
    assertRefused(Errno.ENOENT, () -> testbed.read("/n/a/numtasks.total_numtasks"));
  }

  @Test
  void whoCannotBeHeldIsNamed() throws ContainerException {
    share("/n/a", "max_shares=50");
    int task = testbed.fork();
    machine.faults().refuse(Faults.Operation.TASKS, task, Errno.EPERM);
    testbed.attach(task, "/n/a");
    assertTrue(promise("max_shares").how().endsWith(", but not of " + task + " (EPERM)"));
    machine.faults().allow(Faults.Operation.TASKS, task);
    share("/n/a", "max_shares=40");
    assertFalse(promise("max_shares").how().contains("but not"));
  }

  @Test
  void withoutAHostTheBooksAreKept() throws ContainerException {
    testbed.replace(numtasks, new NumtasksController(testbed.alarms(), null, null));
    share("/n/a", "max_shares=2");
    int task = testbed.forkInto("/n/a");
    assertEquals(3, forks(task, 3));
    assertStat("Current usage 4", "/n/a");
    assertStat("Number of failures 2", "/n/a");
    assertRefused(Errno.ENOSPC, () -> testbed.attach(testbed.fork(), "/n/a"));
    assertTrue(testbed.report("numtasks").enforcement().stream().noneMatch(Enforcement::enforced));
  }

  private Enforcement promise(String what) {
    return numtasks.enforcement().stream()
        .filter(promise -> promise.what().equals(what))
        .findFirst()
        .orElseThrow();
  }

  /** Forks until it fails, at most 200 times; how often it succeeded. */
  private int forks(int parent) throws ContainerException {
    return forks(parent, 200);
  }

  private int forks(int parent, int most) throws ContainerException {
    for (int i = 0; i < most; i++) {
      try {
        testbed.fork(parent);
      } catch (ContainerException refusal) {
        if (refusal.errno() != Errno.EAGAIN) {
          throw refusal;
        }
        return i;
      }
    }
    return most;
  }

  private void share(String group, String line) throws ContainerException {
    testbed.write(group + "/numtasks.shares", line);
  }

  private void assertStat(String line, String group) throws ContainerException {
    var stats = testbed.read(group + "/numtasks.stats");
    assertTrue(stats.contains("numtasks: " + line + "\n"), stats);
  }
}
