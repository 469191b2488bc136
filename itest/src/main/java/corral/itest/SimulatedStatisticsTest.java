package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.StateCounts;
import corral.framework.api.stats.ContainerStatistics;
import corral.framework.api.stats.Reach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is shown of a host that counts delays, as few machines do. */
@LeavesNothingBehind
class SimulatedStatisticsTest {
  private static final String MOUNT = "/dev/sim";
  private static final String GROUP = MOUNT + "/group";

  private SimulatedMachine machine;
  private ShellSession shell;

  @BeforeEach
  void open() throws Exception {
    machine = new SimulatedMachine();
    shell = new ShellSession();
    machine.admin().mount("none,name=sim", MOUNT, machine.self());
    machine.admin().makeContainer(GROUP, machine.self());
  }

  @AfterEach
  void close() throws Exception {
    shell.close();
    machine.restart();
    machine.admin().removeContainer(GROUP, machine.self());
    machine.admin().unmount(MOUNT, machine.self());
    machine.close();
  }

  @Test
  @Timeout(60)
  void whoWaitsForIoIsShownAndForHowLong() throws Exception {
    int pid = machine.fork();
    machine.admin().attach(pid, GROUP, machine.self());
    machine.sim("state " + pid + " blocked");
    machine.sim("tick 1500");
    awaitCounts(new StateCounts(0, 1, 0, 0, 0));

    assertEquals(
        "sleeping 0, blocked 1, running 0, stopped 0, uninterruptible 0",
        shell.type("containerstats -C " + GROUP).strip());
    assertEquals(
        "cpu 0.000 s, I/O 1.500 s, swap 0.000 s",
        shell.type("containerstats -d -C " + GROUP).strip());
    var table = shell.type("top -b -n 1 " + GROUP).replaceAll(" +", " ");
    assertTrue(table.contains("\n" + GROUP + " 1 0 1 0 0 0 - "), table);
  }

  private static void awaitCounts(StateCounts wanted) throws Exception {
    var statistics = Services.awaited(ContainerStatistics.class);
    Waiting.until(() -> tasks(statistics).equals(wanted), () -> "not " + wanted);
  }

  private static StateCounts tasks(ContainerStatistics statistics) {
    try {
      return statistics.at(GROUP, Reach.MEMBERS).tasks();
    } catch (ContainerException e) {
      throw new AssertionError(e);
    }
  }
}
