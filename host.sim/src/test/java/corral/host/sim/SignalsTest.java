package corral.host.sim;

import static corral.host.sim.ProcessesTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Host.LaunchRequest;
import corral.framework.api.host.Signals.Signal;
import corral.framework.engine.Engine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Killing, stopping and continuing. */
class SignalsTest {
  private static final int INIT = 1;
  private static final int SYSLOGD = 4;
  private static final long NOW = 5_000_000;

  private final SimMachine machine = new SimMachine(SimSettings.DEFAULT);

  private int forkNow() throws ContainerException {
    machine.tick(NOW - machine.uptimeNanos());
    return machine.fork(INIT);
  }

  private ProcessState state(int pid) {
    return machine.process(pid).orElseThrow().state();
  }

  @Test
  void aKilledProcessIsGone() throws ContainerException {
    int pid = forkNow();
    machine.send(pid, NOW, Signal.KILL);
    assertTrue(machine.process(pid).isEmpty());
    assertRefused(Errno.ESRCH, () -> machine.send(pid, NOW, Signal.KILL));
  }

  @Test
  void whoWaitsForAKilledProcessLearnsOfTheSignal() throws Exception {
    try (var engine = new Engine();
        var host = SimHost.start(machine, engine);
        var launch = host.launch(new LaunchRequest(List.of("busy"), Map.of(), false))) {
      engine.start();
      launch.go();
      machine.send(launch.pid(), 0, Signal.KILL);
      assertEquals(128 + 9, launch.exitStatus().get());
      assertTrue(engine.task(launch.pid()).isEmpty());
    }
  }

  @Test
  void aStoppedProcessGoesOnWithWhatItDid() throws ContainerException {
    int runnable = forkNow();
    machine.send(runnable, NOW, Signal.STOP);
    machine.send(runnable, NOW, Signal.STOP);
    assertEquals(ProcessState.STOPPED, state(runnable));
    assertRefused(Errno.EINVAL, () -> machine.run(runnable, 1));
    machine.send(runnable, NOW, Signal.CONT);
    assertEquals(ProcessState.RUNNING, state(runnable));

    machine.setState(SYSLOGD, ProcessState.STOPPED);
    assertEquals(ProcessState.STOPPED, state(SYSLOGD));
    machine.send(SYSLOGD, 0, Signal.CONT);
    machine.send(SYSLOGD, 0, Signal.CONT);
    assertEquals(ProcessState.SLEEPING, state(SYSLOGD));
  }

  @Test
  void continuingDoesNotLetALaunchGo() throws Exception {
    try (var engine = new Engine();
        var host = SimHost.start(machine, engine);
        var launch = host.launch(new LaunchRequest(List.of("true"), Map.of(), false))) {
      engine.start();
      machine.send(launch.pid(), 0, Signal.CONT);
      assertEquals(ProcessState.STOPPED, state(launch.pid()));
      assertFalse(launch.exitStatus().isDone());
    }
  }

  @Test
  void aStoppedProcessCanBeKilled() throws ContainerException {
    int pid = forkNow();
    machine.send(pid, NOW, Signal.STOP);
    machine.send(pid, NOW, Signal.KILL);
    assertTrue(machine.process(pid).isEmpty());
  }

  @Test
  void anotherProcessOfTheSamePidIsSpared() throws ContainerException {
    int pid = forkNow();
    for (var signal : Signal.values()) {
      assertRefused(Errno.ESRCH, () -> machine.send(pid, NOW - 1, signal));
    }
    assertEquals(ProcessState.RUNNING, state(pid));
  }

  @Test
  void whatIsNoLivingProcessIsRefused() throws ContainerException {
    int parent = forkNow();
    int zombie = machine.fork(parent);
    machine.exitToZombie(zombie, 0);
    for (var signal : Signal.values()) {
      assertRefused(Errno.ESRCH, () -> machine.send(zombie, NOW, signal));
      assertRefused(Errno.ESRCH, () -> machine.send(9999, 0, signal));
    }
  }

  @Test
  void theMachineKeepsWhatItCannotDoWithout() {
    assertRefused(Errno.EPERM, () -> machine.send(INIT, 0, Signal.KILL));
  }

  @Test
  void signallingFailsWhenItIsToldTo() throws ContainerException {
    int pid = forkNow();
    machine.faults().refuse(Faults.Operation.SIGNAL, pid, Errno.EPERM);
    assertRefused(Errno.EPERM, () -> machine.send(pid, NOW, Signal.KILL));
    assertEquals(ProcessState.RUNNING, state(pid));
  }
}
