package corral.host.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.DelayAccounting.Delays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A machine with one CPU. */
class SimDelaysTest {
  private final SimMachine machine = new SimMachine(SimSettings.DEFAULT.withCpus(1));
  private final SimDelays delays = new SimDelays(machine);

  private static Delays waited(long cpuNanos, long ioNanos) {
    return new Delays(OptionalLong.of(cpuNanos), OptionalLong.of(ioNanos), OptionalLong.of(0));
  }

  @Test
  void whoCanRunWaitsWhileAnotherRuns() throws ContainerException {
    int one = machine.fork(1);
    machine.tick(1_000_000);
    assertEquals(waited(0, 0), delays.delays(one));
    int other = machine.fork(1);
    machine.tick(1_000_000);
    assertEquals(waited(500_000, 0), delays.delays(one));
    assertEquals(waited(500_000, 0), delays.delays(other), "begins with none");
  }

  @Test
  void whoIsBlockedWaitsForIo() throws ContainerException {
    int pid = machine.fork(1);
    for (var state : ProcessState.values()) {
      if (state != ProcessState.ZOMBIE) {
        machine.setState(pid, state);
        machine.tick(1_000_000);
      }
    }
    assertEquals(waited(0, 1_000_000), delays.delays(pid));
  }

  @Test
  void whoIsGoneHasNone() throws ContainerException {
    int pid = machine.fork(1);
    machine.exit(pid);
    var refusal = assertThrows(ContainerException.class, () -> delays.delays(pid));
    assertEquals(Errno.ESRCH, refusal.errno());
  }
}
