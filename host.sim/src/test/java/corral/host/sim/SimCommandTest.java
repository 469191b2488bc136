package corral.host.sim;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.host.IndexSet;
import corral.framework.engine.Engine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as a person uses it. */
class SimCommandTest {
  private final Engine engine = new Engine();
  private SimHost host;
  private SimMachine machine;
  private SimCommand command;

  @BeforeEach
  void start() throws ContainerException {
    engine.start();
    host = SimHost.start(engine);
    machine = host.machine();
    command = new SimCommand(host);
  }

  @AfterEach
  void stop() {
    host.close();
    engine.close();
  }

  private @Nullable Object sim(String line) throws ContainerException {
    return command.sim((Object[]) line.split(" ", -1));
  }

  private String text(String line) throws ContainerException {
    return String.valueOf(sim(line));
  }

  @Test
  void forkReturnsPidsThatOtherCommandsTake() throws ContainerException {
    assertEquals(5, sim("fork"));
    assertEquals(6, sim("fork 5"));
    var pids = requireNonNull(sim("fork 6 -n 3"));
    assertEquals(List.of(7, 8, 9), pids);
    assertNull(command.sim("exit", pids, 6));
    assertEquals(List.of(1, 2, 3, 4, 5), engine.tasks().stream().map(t -> t.pid()).toList());
  }

  @Test
  void runAndTickMoveTheClock() throws ContainerException {
    sim("fork -n 2");
    sim("run 5 20");
    sim("run 5 3 -k");
    sim("tick 100");
    assertEquals(new CpuUsage(123_000_000, 120_000_000, 3_000_000), machine.usage(5));
    assertEquals(new CpuUsage(100_000_000, 100_000_000, 0), machine.usage(6));
  }

  @Test
  void processesChangeAsTold() throws ContainerException {
    sim("fork");
    sim("setuid 5 1000");
    assertEquals(1000, machine.process(5).orElseThrow().info().savedUid());
    sim("setuid 5 1001 1002");
    assertEquals(1001, machine.process(5).orElseThrow().info().uid());
    assertEquals(1002, machine.process(5).orElseThrow().info().savedUid());
    sim("state 5 sleeping");
    assertEquals(ProcessState.SLEEPING, machine.process(5).orElseThrow().state());
    sim("weight 5 200");
    assertEquals(200, machine.process(5).orElseThrow().weight());
    sim("fork 5");
    sim("exit 6 -z -s 3");
    assertEquals(ProcessState.ZOMBIE, machine.process(6).orElseThrow().state());
    assertEquals(List.of(6), sim("reap 5"));
  }

  @Test
  void cpusAndNodesAreSwitched() throws ContainerException {
    sim("cpu 1 off");
    sim("node 1 off");
    assertEquals(IndexSet.of(0, 2, 3), machine.onlineCpus());
    assertEquals(IndexSet.of(0), machine.onlineMemoryNodes());
    sim("cpu 1 ON");
    assertEquals(IndexSet.firstOf(4), machine.onlineCpus());
  }

  @Test
  void memoryIsTakenAndLookedFor() throws ContainerException {
    sim("fork");
    sim("memory 5 100 60");
    assertEquals(List.of("node 0  60", "node 1  0"), sim("pages 5"));
    sim("reclaim 5 3");
    assertEquals(3, new SimMemory(machine).directReclaims(5));
    assertEquals("99: No such process (ESRCH)", refusal("pages 99"));
  }

  @Test
  void aStormSaysWhatItDid() throws ContainerException {
    assertEquals("50 forks, 50 exits, at most 1 alive at a time", sim("storm 50 -w 1 -s 2"));
    assertEquals(50, host.counters().get("forks"));
    assertEquals(50, host.counters().get("exits"));
  }

  @Test
  void lostEventsAreRepaired() throws ContainerException {
    sim("lose 1");
    sim("fork");
    assertTrue(engine.task(5).isEmpty());
    sim("repair");
    assertTrue(engine.task(5).isPresent());
    assertEquals(1, host.counters().get("overruns"));
    assertEquals(1, host.counters().get("found"));
  }

  @Test
  void theMachineAndItsProcessesAreShown() throws ContainerException {
    sim("fork");
    sim("run 5 1234");
    sim("cpu 3 off");
    assertEquals(
        List.of(
            "cpus       4, on line 0-2",
            "nodes      2, on line 0-1",
            "processes  5, pids below 32768",
            "up         1.234 s",
            "seed       1"),
        sim("machine"));
    var table = (List<?>) requireNonNull(sim("ps"));
    assertEquals(
        "    PID  PARENT   UID S  CPU NODE   USER ms    SYS ms  COMMAND          CPUS",
        table.getFirst());
    assertEquals(
        "      5       1     0 R    0    0      1234         0  init             0-3",
        table.getLast());
  }

  @Test
  void faultsComeAndGo() throws ContainerException {
    sim("fault fork 1 ENOMEM");
    assertEquals("1: Cannot allocate memory (ENOMEM): the simulation refuses it", refusal("fork"));
    sim("fault fork 1");
    assertEquals(5, sim("fork"));
  }

  @Test
  void programsAreListedAndDefined() throws ContainerException {
    sim("program agent 4");
    assertEquals(
        List.of(
            "agent ends with status 4",
            "cpuset_release_agent ends with status 0",
            "false ends with status 1",
            "true ends with status 0"),
        sim("program"));
  }

  @Test
  void everySubcommandHasHelp() throws ContainerException {
    var overview = text("help");
    assertEquals(overview, sim("--help"));
    assertEquals(overview, command.sim());
    for (var line : overview.lines().filter(l -> l.startsWith("  ")).toList()) {
      var name = line.strip().substring(0, line.strip().indexOf(' '));
      var page = text("help " + name);
      assertTrue(page.startsWith("sim " + name), page);
      assertEquals(page, sim(name + " --help"));
      assertTrue((line + "\n" + page).lines().allMatch(l -> l.length() <= 80), page);
    }
  }

  private String refusal(String line) {
    return String.valueOf(assertThrows(ContainerException.class, () -> sim(line)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit 99 | 99: No such process (ESRCH)",
        "exit abc | abc: Invalid argument (EINVAL): not a number",
        "exit 99999999999 | 99999999999: Numerical result out of range (ERANGE): too big",
        "exit | Invalid argument (EINVAL): it is used as sim exit PID... [-s STATUS] [-z]",
        "exit 5 -s | Invalid argument (EINVAL): it is used as sim exit PID... [-s STATUS]"
            + " [-z]",
        "fork 1 2 | Invalid argument (EINVAL): it is used as sim fork [PARENT] [-n COUNT]",
        "fork -x | Invalid argument (EINVAL): it is used as sim fork [PARENT] [-n COUNT]",
        "fork -n 0 | 0: Numerical result out of range (ERANGE): 1 to 1000000 at a time",
        "run 1 -5 | Invalid argument (EINVAL): it is used as sim run PID MILLIS [-k]",
        "run 1 99999999999 | 99999999999000000 ns: Numerical result out of range (ERANGE): a"
            + " step of time is within nothing and one day",
        "cpu 9 off | cpu 9: No such device (ENODEV): the machine has cpu 0-3",
        "cpu 1 up | up: Invalid argument (EINVAL): not one of on, off",
        "exit 1 | 1: Operation not permitted (EPERM): the machine cannot do without init",
        "fault fork 1 EFOO | EFOO: Invalid argument (EINVAL): not one of eperm, enoent",
        "lose -1 | Invalid argument (EINVAL): it is used as sim lose COUNT",
        "dance | dance: Invalid argument (EINVAL): 'sim help' shows what there is",
        "help dance | dance: Invalid argument (EINVAL): 'sim help' shows what there is",
      })
  void refusalsAreOneLine(String line, String message) {
    var refusal = refusal(line);
    assertTrue(refusal.startsWith(message), refusal);
    assertEquals(1, refusal.lines().count());
  }
}
