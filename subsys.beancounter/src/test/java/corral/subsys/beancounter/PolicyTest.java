package corral.subsys.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.host.sim.ProcessState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What is done about a container that holds more than its limit. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class PolicyTest {
  private static final String POLICY = "/c/a/beancounter.policy";

  private final TestBench bench = new TestBench(new FixedConfig(10, 10));
  private final int one = bench.testbed.forkInto("/c/a");
  private final int two = bench.testbed.forkInto("/c/a");

  PolicyTest() throws ContainerException {}

  @AfterEach
  void close() {
    bench.close();
  }

  private ProcessState state(int pid) {
    return bench.machine.process(pid).orElseThrow().state();
  }

  private void awaitState(int pid, ProcessState state) {
    while (state(pid) != state) {
      Thread.onSpinWait();
    }
  }

  private void awaitEnd(int pid) {
    while (bench.machine.process(pid).isPresent()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void reportOnlyCounts() throws ContainerException {
    bench.limit("/c/a", "physpages", 10);
    bench.setMemory(one, 0, 11, 0);
    bench.await("/c/a/beancounter.physpages.held", "11");
    bench.await("/c/a/beancounter.physpages.failcnt", "1");
    assertEquals(ProcessState.RUNNING, state(one));
  }

  @Test
  void stopStopsAllUntilLessIsHeld() throws ContainerException {
    bench.limit("/c/a", "physpages", 10);
    bench.write(POLICY, "stop");
    bench.setMemory(one, 0, 11, 0);
    awaitState(one, ProcessState.STOPPED);
    awaitState(two, ProcessState.STOPPED);
    bench.setMemory(one, 0, 10, 0);
    awaitState(one, ProcessState.RUNNING);
    awaitState(two, ProcessState.RUNNING);
  }

  @Test
  void whoIsStoppedRunsAgainWhenMoreIsAllowedOrTheTaskLeaves() throws ContainerException {
    bench.limit("/c/a", "numtasks", 2);
    bench.write(POLICY, "stop");
    int three = bench.machine.fork(one);
    for (int pid : List.of(one, two, three)) {
      awaitState(pid, ProcessState.STOPPED);
    }
    bench.testbed.attach(three, "/c");
    for (int pid : List.of(one, two, three)) {
      awaitState(pid, ProcessState.RUNNING);
    }
    assertEquals("1", bench.read("/c/a/beancounter.numtasks.failcnt"));
  }

  @Test
  void whoWasStoppedByAnotherStaysStopped() throws ContainerException {
    bench.machine.setState(two, ProcessState.STOPPED);
    bench.limit("/c/a", "numtasks", 2);
    bench.machine.fork(one);
    bench.write(POLICY, "stop");
    awaitState(one, ProcessState.STOPPED);
    bench.write(POLICY, "report");
    awaitState(one, ProcessState.RUNNING);
  }

  @Test
  void killEndsTheGreatestUser() throws ContainerException {
    bench.limit("/c/a", "privvmpages", 10);
    bench.setMemory(one, 5, 0, 0);
    bench.setMemory(two, 6, 0, 0);
    bench.write(POLICY, "kill");
    awaitEnd(two);
    bench.await("/c/a/beancounter.privvmpages.held", "5");
    assertEquals(ProcessState.RUNNING, state(one));
  }

  @Test
  void killEndsTheTasksThatCameLast() throws ContainerException {
    bench.limit("/c/a", "numtasks", 2);
    bench.write(POLICY, "kill");
    bench.machine.run(one, 1_000_000_000);
    awaitEnd(bench.machine.fork(one));
    awaitEnd(bench.machine.fork(two));
    assertTrue(bench.machine.process(one).isPresent());
    assertTrue(bench.machine.process(two).isPresent());
    bench.await("/c/a/beancounter.numtasks.held", "2");
  }

  @Test
  void nobodyStaysStoppedWhenTheBundleLeaves() throws ContainerException {
    bench.limit("/c/a", "numtasks", 2);
    bench.write(POLICY, "stop");
    bench.machine.fork(one);
    awaitState(one, ProcessState.STOPPED);
    awaitState(two, ProcessState.STOPPED);
    bench.leave();
    assertEquals(ProcessState.RUNNING, state(one));
    assertEquals(ProcessState.RUNNING, state(two));
    bench.come();
    awaitState(one, ProcessState.STOPPED);
  }
}
