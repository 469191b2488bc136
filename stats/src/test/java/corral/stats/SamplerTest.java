package corral.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.StateCounts;
import corral.framework.api.stats.LoadAverages;
import corral.framework.api.stats.Reach;
import corral.framework.api.stats.Statistics;
import corral.host.sim.ProcessState;
import corral.host.sim.SimTaskStates;
import corral.testkit.Testbed;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final Pace PACE = new Pace(Duration.ofMillis(500), 0.04);

  @AutoClose private final Testbed testbed = new Testbed();

  @AutoClose
  private final Sampler sampler =
      new Sampler(testbed.admin(), testbed.ledger(), new SimTaskStates(testbed.machine()), PACE, 0);

  private long nowNanos;

  @BeforeEach
  void mount() throws ContainerException {
    testbed.mount("none,name=jobs", "/jobs");
    testbed.mkdir("/jobs/a");
    testbed.mkdir("/jobs/a/b");
  }

  @Test
  void aForkIsCountedAsRunningUntilItIsSeen() throws ContainerException {
    int pid = testbed.forkInto("/jobs/a");
    testbed.machine().setState(pid, ProcessState.SLEEPING);
    assertEquals(new StateCounts(1, 0, 0, 0, 0), of("/jobs/a", Reach.MEMBERS).tasks());
    look();
    assertEquals(new StateCounts(0, 0, 0, 1, 0), of("/jobs/a", Reach.MEMBERS).tasks());
  }

  @Test
  void aSubtreeIsTheSumOfItsContainers() throws ContainerException {
    fork("/jobs/a", ProcessState.SLEEPING);
    fork("/jobs/a/b", ProcessState.STOPPED);
    fork("/jobs/a/b", ProcessState.BLOCKED);
    look();
    assertEquals(new StateCounts(0, 0, 0, 1, 0), of("/jobs/a", Reach.MEMBERS).tasks());
    assertEquals(new StateCounts(0, 1, 0, 1, 1), of("/jobs/a", Reach.SUBTREE).tasks());
    assertEquals(new StateCounts(0, 1, 0, 1, 1), of("/jobs/a", Reach.SUBTREE).threads());
  }

  @Test
  void eachHierarchyCountsEachTaskOnce() throws ContainerException {
    fork("/jobs/a", ProcessState.SLEEPING);
    testbed.mount("none,name=other", "/other");
    fork("/other", ProcessState.RUNNING);
    look();
    int tasks = testbed.admin().tasks().size();
    assertEquals(tasks, of("/jobs", Reach.SUBTREE).tasks().total());
    assertEquals(tasks, of("/other", Reach.SUBTREE).tasks().total());
    assertEquals(tasks - 1, of("/jobs", Reach.MEMBERS).tasks().total());
  }

  @Test
  void theLoadIsOfWhoRunsOrCannotBeInterrupted() throws ContainerException {
    fork("/jobs/a", ProcessState.RUNNING);
    fork("/jobs/a", ProcessState.UNINTERRUPTIBLE);
    fork("/jobs/a/b", ProcessState.BLOCKED);
    fork("/jobs/a/b", ProcessState.SLEEPING);
    fork("/jobs/a/b", ProcessState.STOPPED);
    lookFor(Duration.ofMinutes(1));
    assertEquals(loads(12, 2), of("/jobs/a", Reach.MEMBERS).load());
    assertEquals(loads(12, 3), of("/jobs/a", Reach.SUBTREE).load());
    assertEquals(loads(12, 3), of("/jobs", Reach.SUBTREE).load());
    assertEquals(loads(12, 0), of("/jobs", Reach.MEMBERS).load());
  }

  @Test
  void aLateLookMakesAllStepsThatAreDue() throws ContainerException {
    fork("/jobs/a", ProcessState.RUNNING);
    lookFor(Duration.ofSeconds(5));
    nowNanos += Duration.ofSeconds(15).toNanos();
    look();
    assertEquals(loads(4, 1), of("/jobs/a", Reach.MEMBERS).load());
  }

  @Test
  void aContainerBeginsAtZero() throws ContainerException {
    lookFor(Duration.ofMinutes(1));
    testbed.mkdir("/jobs/late");
    fork("/jobs/late", ProcessState.RUNNING);
    assertEquals(LoadAverages.NONE, of("/jobs/late", Reach.MEMBERS).load());
    lookFor(Duration.ofSeconds(10));
    assertEquals(loads(2, 1), of("/jobs/late", Reach.MEMBERS).load());
  }

  @Test
  void reportsWhatALookHasCost() throws ContainerException {
    look();
    sampler.spent(1_000_000, Duration.ofMillis(500));
    var first = sampler.report();
    assertEquals(1, first.looks());
    assertEquals(testbed.admin().tasks().size(), first.asked());
    assertEquals(0.002, first.share(), 1e-9);
    assertEquals(Duration.ZERO, first.lastPeriod());
    look();
    assertEquals(0, sampler.report().changed());
    assertEquals(Duration.ofMillis(500), sampler.report().lastPeriod());
  }

  @Test
  void thePeriodGrowsWithTheCost() {
    assertEquals(Duration.ofMillis(500), PACE.after(Duration.ofMillis(20).toNanos()));
    assertEquals(Duration.ofSeconds(1), PACE.after(Duration.ofMillis(40).toNanos()));
    assertTrue(PACE.after(0).isPositive());
  }

  private void fork(String path, ProcessState state) throws ContainerException {
    testbed.machine().setState(testbed.forkInto(path), state);
  }

  private static LoadAverages loads(int steps, int active) {
    return FixedLoads.NONE.after(steps, active).averages();
  }

  private void lookFor(Duration time) {
    for (long end = nowNanos + time.toNanos(); nowNanos < end; ) {
      look();
    }
  }

  private void look() {
    nowNanos += PACE.period().toNanos();
    sampler.look(nowNanos);
  }

  private Statistics of(String path, Reach reach) throws ContainerException {
    return sampler.of(testbed.admin().container(path), reach);
  }
}
