package corral.subsys.resgroup.numtasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.host.sim.Faults;
import corral.host.sim.ProcessState;
import corral.host.sim.SimMachine;
import corral.testkit.Testbed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits on a machine that can stop tasks, but not refuse forks. */
@Timeout(60)
class StopsTest {
  @AutoClose private final Testbed testbed = new Testbed();
  private final SimMachine machine = testbed.machine();
  private final NumtasksController numtasks =
      testbed.add(new NumtasksController(testbed.alarms(), null, machine));

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
  void everyMemberStopsWhenThereIsOneTooMany() throws ContainerException {
    testbed.write("/n/a/numtasks.shares", "max_shares=2");
    int outer = testbed.forkInto("/n/a");
    int inner = testbed.forkInto("/n/a/b");
    int outside = testbed.fork();
    int child = testbed.fork(inner);
    await(ProcessState.STOPPED, outer, inner, child);
    await(ProcessState.RUNNING, outside);
    assertTrue(testbed.read("/n/a/numtasks.stats").contains("Number of failures 1\n"));
    testbed.exit(child);
    await(ProcessState.RUNNING, outer, inner);
  }

  @Test
  void whoListensHearsOfTheForkTooMany() throws Exception {
    var hits = new Hits(testbed);
    testbed.write("/n/a/numtasks.shares", "max_shares=1");
    testbed.fork(testbed.forkInto("/n/a"));
    assertEquals("/a numtasks 1, 1 so far", hits.next());
  }

  @Test
  void whoeverMayHaveMoreGoesOn() throws ContainerException {
    testbed.write("/n/a/numtasks.shares", "max_shares=1");
    int parent = testbed.forkInto("/n/a");
    int child = testbed.fork(parent);
    await(ProcessState.STOPPED, parent, child);
    testbed.write("/n/a/numtasks.shares", "max_shares=2");
    await(ProcessState.RUNNING, parent, child);
    testbed.fork(parent);
    await(ProcessState.STOPPED, parent, child);
    testbed.write("/n/a/numtasks.shares", "max_shares=-3");
    await(ProcessState.RUNNING, parent, child);
  }

  @Test
  void whoeverLeavesGoesOn() throws ContainerException {
    testbed.write("/n/a/numtasks.shares", "max_shares=1");
    int parent = testbed.forkInto("/n/a");
    int child = testbed.fork(parent);
    testbed.fork(parent);
    await(ProcessState.STOPPED, parent, child);
    testbed.attach(child, "/n");
    await(ProcessState.RUNNING, child);
    await(ProcessState.STOPPED, parent);
  }

  @Test
  void nobodyStaysStoppedWhenTheControllerGoes() throws ContainerException {
    testbed.write("/n/a/numtasks.shares", "max_shares=1");
    int parent = testbed.forkInto("/n/a");
    int child = testbed.fork(parent);
    await(ProcessState.STOPPED, parent, child);
    testbed.remove(numtasks);
    numtasks.stop();
    await(ProcessState.RUNNING, parent, child);
    testbed.add(new NumtasksController(testbed.alarms(), null, null));
  }

  @Test
  void afterTheIntervalOfTheRateTheyGoOn() throws ContainerException {
    testbed.write("/n/a/numtasks.forkrate", "2");
    int parent = testbed.forkInto("/n/a");
    testbed.fork(parent);
    testbed.fork(parent);
    testbed.fork(parent);
    await(ProcessState.STOPPED, parent);
    await(ProcessState.RUNNING, parent);
    assertTrue(testbed.read("/n/a/numtasks.stats").contains("Number of forkrate failures 1\n"));
  }

  @Test
  void whoCannotBeStoppedIsNamed() throws ContainerException {
    testbed.write("/n/a/numtasks.shares", "max_shares=1");
    int parent = testbed.forkInto("/n/a");
    machine.faults().refuse(Faults.Operation.SIGNAL, parent, Errno.EPERM);
    testbed.fork(parent);
    while (!numtasks
        .enforcement()
        .getFirst()
        .how()
        .endsWith(", but not of " + parent + " (EPERM)")) {
      Thread.onSpinWait();
    }
    assertEquals(ProcessState.RUNNING, state(parent));
  }

  private void await(ProcessState state, int... pids) {
    for (int pid : pids) {
      while (state(pid) != state) {
        Thread.onSpinWait();
      }
    }
  }

  private ProcessState state(int pid) {
    return machine.process(pid).orElseThrow().state();
  }
}
