package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;

/** Kills live processes of the tests' own with their containers. */
@LeavesNothingBehind
class LiveKillTest {
  /** Forks one that does the same, until there are as many as it is told, and stays. */
  private static final String CHAIN =
      "[ $1 = 0 ] || sh -c \"$2\" chain $(($1 - 1)) \"$2\" & echo $$; exec sleep 60";

  private static final int LONGEST_CHAIN = 190;

  private LiveMachine machine;

  @BeforeEach
  void open() throws BundleException, ContainerException {
    machine = new LiveMachine();
  }

  @AfterEach
  void close() throws BundleException, ContainerException {
    machine.close();
  }

  @Test
  void killsATreeOfProcessesAndRemovesTheTreeOfContainers() throws Exception {
    var top = machine.makeFilled("top");
    var below = machine.makeFilled("top/below");
    var spared = machine.run(machine.makeFilled("spared"), "sleep", "60");
    var shell = machine.run(top, "sh", "-c", "sleep 60 & sleep 60 & echo ready; wait");
    shell.output().read();
    var stopped = machine.run(below, "sh", "-c", "kill -STOP $$; sleep 60");
    machine.admin().killAndRemove(top, machine.self());
    assertEquals(128 + 9, shell.exitStatus().get());
    assertEquals(128 + 9, stopped.exitStatus().get());
    Refused.with(Errno.ENOENT, () -> machine.admin().container(top));
    assertTrue(ProcessHandle.of(spared.pid()).orElseThrow().isAlive());
  }

  /** The pids are told through the pipe that ends when the last of them is gone. */
  @Test
  void killsThoseThatGoOnForking() throws Exception {
    var top = machine.makeFilled("storm");
    var chain =
        machine.run(top, "sh", "-c", CHAIN, "chain", Integer.toString(LONGEST_CHAIN), CHAIN);
    try (var told = lines(chain.output())) {
      assertNotNull(told.readLine(), "the chain has begun");
      machine.admin().killAndRemove(top, machine.self());
      assertEquals(128 + 9, chain.exitStatus().get());
      for (var line = told.readLine(); line != null; line = told.readLine()) {
        int pid = Integer.parseInt(line);
        assertTrue(
            machine.host().look(pid).filter(info -> !info.ended()).isEmpty(), pid + " lives");
      }
    }
    Refused.with(Errno.ENOENT, () -> machine.admin().container(top));
  }

  @Test
  void corralItselfIsSpared() throws Exception {
    var top = machine.makeFilled("corral");
    var sleep = machine.run(top, "sleep", "60");
    machine.admin().attach(machine.self().pid(), top, machine.self());
    var refusal =
        Refused.with(Errno.EPERM, () -> machine.admin().killAndRemove(top, machine.self()));
    assertEquals("this is Corral itself", refusal.reason());
    assertTrue(ProcessHandle.of(sleep.pid()).orElseThrow().isAlive());
    machine.admin().attach(machine.self().pid(), LiveMachine.MOUNT, machine.self());
  }

  private static BufferedReader lines(InputStream output) {
    return new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
  }
}
