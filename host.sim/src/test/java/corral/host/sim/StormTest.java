package corral.host.sim;

import static corral.host.sim.ProcessesTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Errno;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Storms are bounded, leave nothing behind, and are the same under the same seed. */
class StormTest {
  private static final int INIT = 1;

  /** Writes down what it hears. */
  private static final class Diary implements ProcessListener {
    final List<String> lines = new ArrayList<>();

    @Override
    public void forked(int parentPid, int pid, long startTimeNanos) {
      lines.add(parentPid + " forked " + pid);
    }

    @Override
    public void exited(int pid, CpuUsage usage) {
      lines.add(pid + " exited");
    }
  }

  private static List<String> diary(long seed, int count) throws ContainerException {
    var machine = new SimMachine(SimSettings.DEFAULT.withPidMax(400));
    var diary = new Diary();
    machine.tell(diary);
    new Storm(machine, seed).run(INIT, count, 50);
    return diary.lines;
  }

  @Test
  void everyForkHasItsExit() throws ContainerException {
    var machine = new SimMachine(SimSettings.DEFAULT.withPidMax(400));
    var before = machine.processes();
    var outcome = new Storm(machine, 7).run(INIT, 10_000, 50);
    assertEquals(10_000, outcome.forks());
    assertEquals(10_000, outcome.exits());
    assertTrue(outcome.peak() > 1 && outcome.peak() <= 50, "peak " + outcome.peak());
    assertEquals(before, machine.processes());
  }

  @Test
  void theSameSeedMakesTheSameStorm() throws ContainerException {
    assertEquals(diary(7, 2000), diary(7, 2000));
    assertNotEquals(diary(7, 2000), diary(8, 2000));
  }

  @Test
  void theMachinesSeedsAreTheSameUnderTheSameSeed() {
    var one = new SimMachine(SimSettings.DEFAULT.withSeed(3));
    var two = new SimMachine(SimSettings.DEFAULT.withSeed(3));
    assertEquals(one.nextSeed(), two.nextSeed());
    assertNotEquals(one.nextSeed(), one.nextSeed());
  }

  @Test
  void aStormThatRunsOutOfPidsLeavesNothing() {
    var machine = new SimMachine(SimSettings.DEFAULT.withPidMax(301));
    var before = machine.processes();
    assertRefused(Errno.EAGAIN, () -> new Storm(machine, 1).run(INIT, 10_000, 5000));
    assertEquals(before, machine.processes());
  }

  @Test
  void anInterruptedStormEndsWhatItMade() {
    var machine = new SimMachine(SimSettings.DEFAULT);
    var before = machine.processes();
    Thread.currentThread().interrupt();
    assertRefused(Errno.EINTR, () -> new Storm(machine, 1).run(INIT, 10_000, 50));
    assertEquals(before, machine.processes());
  }

  @Test
  void stormsHaveBounds() {
    var machine = new SimMachine(SimSettings.DEFAULT);
    assertRefused(Errno.ERANGE, () -> new Storm(machine, 1).run(INIT, -1, 50));
    assertRefused(Errno.ERANGE, () -> new Storm(machine, 1).run(INIT, 10_000_001, 50));
    assertRefused(Errno.ERANGE, () -> new Storm(machine, 1).run(INIT, 1, 0));
    assertRefused(Errno.ESRCH, () -> new Storm(machine, 1).run(9999, 1, 1));
  }
}
