package corral.host.sim;

import static corral.host.sim.ProcessesTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who gets how much of which CPU while the clock moves. */
class CpuTimeTest {
  private static final int INIT = 1;
  private static final long SECOND = 1_000_000_000;

  /** Shares are exact to so much of a second, a few slices. */
  private static final long FEW_SLICES = 5_000_000;

  private SimMachine machine = new SimMachine(SimSettings.DEFAULT.withCpus(2));

  private long used(int pid) throws ContainerException {
    return machine.usage(pid).totalNanos();
  }

  private int forkOn(int... cpus) throws ContainerException {
    int pid = machine.fork(INIT);
    machine.pin(pid, IndexSet.of(cpus));
    return pid;
  }

  private void assertUsed(long nanos, int pid) throws ContainerException {
    long used = used(pid);
    assertTrue(Math.abs(used - nanos) <= FEW_SLICES, pid + " used " + used + ", not " + nanos);
  }

  @Test
  void runMovesTheClockAndChargesOneProcess() throws ContainerException {
    int pid = machine.fork(INIT);
    int other = machine.fork(INIT);
    machine.run(pid, 300);
    machine.run(pid, 20, CpuMode.SYSTEM);
    assertEquals(320, machine.uptimeNanos());
    assertEquals(new CpuUsage(320, 300, 20), machine.usage(pid));
    assertEquals(CpuUsage.NONE, machine.usage(other));
  }

  @Test
  void runUsesTheLeastBusyOfTheAllowedCpus() throws ContainerException {
    int anywhere = machine.fork(INIT);
    int pinned = forkOn(1);
    assertEquals(0, machine.run(anywhere, 10));
    assertEquals(1, machine.run(anywhere, 20));
    assertEquals(0, machine.run(anywhere, 5));
    assertEquals(1, machine.run(pinned, 100));
    assertEquals(15, machine.busyNanos(0));
    assertEquals(120, machine.busyNanos(1));
  }

  @Test
  void aSleeperCanBeRunButNotAStoppedProcess() throws ContainerException {
    machine.run(INIT, 10);
    assertEquals(ProcessState.SLEEPING, machine.process(INIT).orElseThrow().state());
    int pid = machine.fork(INIT);
    machine.setState(pid, ProcessState.STOPPED);
    assertRefused(Errno.EINVAL, () -> machine.run(pid, 10));
    assertEquals(10, machine.uptimeNanos());
  }

  @Test
  void timeDoesNotGoBackNorBeyondADayInAStep() {
    long tooLong = TimeUnit.DAYS.toNanos(1) + 1;
    for (long nanos : new long[] {-1, tooLong, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertRefused(Errno.ERANGE, () -> machine.run(INIT, nanos));
      assertRefused(Errno.ERANGE, () -> machine.tick(nanos));
    }
    assertEquals(0, machine.uptimeNanos());
  }

  @Test
  void whoSleepsOrIsStoppedGetsNothing() throws ContainerException {
    int sleeper = machine.fork(INIT);
    int stopped = machine.fork(INIT);
    machine.setState(sleeper, ProcessState.SLEEPING);
    machine.setState(stopped, ProcessState.STOPPED);
    machine.tick(SECOND);
    assertEquals(0, used(sleeper) + used(stopped) + used(INIT));
    assertEquals(SECOND, machine.uptimeNanos());
  }

  @Test
  void aProcessUsesOneCpuAtATime() throws ContainerException {
    int alone = machine.fork(INIT);
    machine.tick(SECOND);
    assertEquals(SECOND, used(alone));
    assertEquals(SECOND, machine.busyNanos(0) + machine.busyNanos(1));
  }

  @Test
  void threeOnTwoCpusGetTwoThirdsEach() throws ContainerException {
    var pids = List.of(machine.fork(INIT), machine.fork(INIT), machine.fork(INIT));
    machine.tick(SECOND);
    for (int pid : pids) {
      assertUsed(SECOND * 2 / 3, pid);
    }
  }

  @Test
  void sharesFollowWeights() throws ContainerException {
    int light = forkOn(0);
    int heavy = forkOn(0);
    machine.setWeight(heavy, 300);
    machine.tick(SECOND);
    assertUsed(SECOND / 4, light);
    assertUsed(SECOND * 3 / 4, heavy);
  }

  @Test
  void aWeightBeyondOneCpuLeavesTheRestToTheOthers() throws ContainerException {
    int heavy = machine.fork(INIT);
    int one = machine.fork(INIT);
    int two = machine.fork(INIT);
    machine.setWeight(heavy, 10_000);
    machine.tick(SECOND);
    assertUsed(SECOND, heavy);
    assertUsed(SECOND / 2, one);
    assertUsed(SECOND / 2, two);
  }

  @Test
  void affinityIsKeptAndNoCpuIdlesWhileSomebodyCouldUseIt() throws ContainerException {
    machine = new SimMachine(SimSettings.DEFAULT.withCpus(3));
    int first = forkOn(0, 1);
    int second = forkOn(0, 2);
    int third = forkOn(0);
    machine.tick(SECOND);
    for (int pid : new int[] {first, second, third}) {
      assertEquals(SECOND, used(pid));
    }
    for (int cpu = 0; cpu < 3; cpu++) {
      assertEquals(SECOND, machine.busyNanos(cpu));
    }
  }

  @Test
  void thoseWhoCrowdOnOneCpuShareThatOne() throws ContainerException {
    int crowded = forkOn(0);
    int alsoCrowded = forkOn(0);
    int free = machine.fork(INIT);
    machine.tick(SECOND);
    assertUsed(SECOND / 2, crowded);
    assertUsed(SECOND / 2, alsoCrowded);
    assertUsed(SECOND, free);
    assertEquals(1, machine.process(free).orElseThrow().lastCpu());
  }

  @Test
  void manySmallStepsShareAsOneBigOneDoes() throws ContainerException {
    int one = forkOn(0);
    int two = forkOn(0);
    for (int i = 0; i < 10; i++) {
      machine.tick(1);
    }
    assertEquals(5, used(one));
    assertEquals(5, used(two));
  }

  @Test
  void aCpuOffLineIsNotUsed() throws ContainerException {
    int anywhere = machine.fork(INIT);
    int pinned = forkOn(1);
    machine.setCpuOnline(1, false);
    machine.tick(SECOND);
    assertEquals(0, machine.busyNanos(1));
    assertUsed(SECOND / 2, anywhere);
    assertUsed(SECOND / 2, pinned);

    machine.setCpuOnline(1, true);
    assertEquals(1, machine.run(pinned, 1), "it is back where it belongs");
  }

  @Test
  void memoryIsWhereAProcessRunsFirst() throws ContainerException {
    machine = new SimMachine(SimSettings.DEFAULT);
    int pid = forkOn(3);
    machine.run(pid, 1);
    assertEquals(1, machine.process(pid).orElseThrow().memoryNode());
    machine.pin(pid, IndexSet.of(0));
    machine.run(pid, 1);
    assertEquals(1, machine.process(pid).orElseThrow().memoryNode());
    assertEquals(1, machine.process(machine.fork(pid)).orElseThrow().memoryNode());
  }

  @Test
  void aThousandProcessesOnManyCpusUseAllThatThereIs() throws ContainerException {
    machine = new SimMachine(SimSettings.DEFAULT.withCpus(16));
    for (int i = 0; i < 1000; i++) {
      forkOn(i % 16, (i * 7 + 1) % 16);
    }
    machine.tick(SECOND);
    long total = 0;
    for (int cpu = 0; cpu < 16; cpu++) {
      assertEquals(SECOND, machine.busyNanos(cpu));
    }
    for (var process : machine.processes()) {
      total += process.usage().totalNanos();
    }
    assertEquals(16 * SECOND, total);
  }

  @Test
  void accountingFailsWhenItIsToldTo() throws ContainerException {
    int pid = machine.fork(INIT);
    machine.faults().refuse(Faults.Operation.USAGE, pid, Errno.EACCES);
    assertRefused(Errno.EACCES, () -> machine.usage(pid));
  }
}
