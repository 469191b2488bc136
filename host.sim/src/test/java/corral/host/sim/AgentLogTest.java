package corral.host.sim;

import static corral.host.sim.ProcessesTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import corral.framework.api.Errno;
import corral.framework.api.admin.AgentRun;
import corral.framework.engine.Engine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is remembered of the runs of release agents. */
@Timeout(60)
class AgentLogTest {
  private static final Caller ROOT = new Caller(0, 0, 0);
  private static final int INIT = 1;

  private final Engine engine = new Engine();
  private SimHost host;
  private SimMachine machine;

  @BeforeEach
  void start() throws Exception {
    engine.start();
    host = SimHost.start(engine);
    machine = host.machine();
    machine.programs().endAtOnce("agent", 3);
    for (var mount : List.of("/busy", "/calm")) {
      engine.mount("none,release_agent=/sbin/agent,name=" + mount.substring(1), mount, ROOT);
      engine.makeContainer(mount + "/a", ROOT);
      engine.write(mount + "/a/notify_on_release", "1", ROOT);
    }
  }

  @AfterEach
  void stop() {
    host.close();
    engine.close();
  }

  private AgentRun release(String mount) throws Exception {
    int pid = machine.fork(INIT);
    engine.attach(pid, mount + "/a", ROOT);
    var run = engine.nextAgentRun();
    machine.exit(pid);
    return run.get();
  }

  @Test
  void aBusyHierarchyDoesNotPushOutAnothersRuns() throws Exception {
    var calm = release("/calm");
    for (int i = 0; i < 150; i++) {
      release("/busy");
    }
    assertEquals(List.of(calm), engine.agentRuns("/calm/a"));
    assertEquals(100, engine.agentRuns("/busy").size());
    var all = engine.agentRuns();
    assertEquals(101, all.size());
    assertEquals(calm, all.getFirst());
    var sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingLong(AgentRun::startedMillis));
    assertEquals(sorted, all);
  }

  @Test
  void aRunIsCompleteInTheEndAndKnownFromTheBeginning() throws Exception {
    var during = new ArrayList<AgentRun>();
    machine
        .programs()
        .define(
            "agent",
            execution -> {
              during.addAll(engine.agentRuns("/calm"));
              return 7;
            });
    long before = System.currentTimeMillis();
    var run = release("/calm");
    assertEquals(List.of(run), engine.agentRuns("/calm"));
    assertEquals("/sbin/agent /a", run.agent() + " " + run.path());
    assertEquals(7, run.exitStatus());
    assertTrue(run.startedMillis() >= before);
    var pid = machine.programs().runs().getLast().execution().pid();
    assertEquals(pid, run.pid());
    assertEquals(
        List.of(
            new AgentRun(run.startedMillis(), "/sbin/agent", "/a", run.hierarchy(), pid, -1, "")),
        during);
  }

  @Test
  void aRunThatCouldNotBeginSaysWhy() throws Exception {
    machine.faults().refuse(Faults.Operation.LAUNCH, Faults.EVERY_PROCESS, Errno.ENOENT);
    var run = release("/calm");
    assertEquals(127, run.exitStatus());
    assertEquals(0, run.pid());
    assertTrue(run.output().contains("ENOENT"), run.output());
    assertEquals(List.of(run), engine.agentRuns("/calm"));
  }

  @Test
  void whereThereIsNoHierarchyThereIsNoLog() {
    assertRefused(Errno.ENOENT, () -> engine.agentRuns("/none"));
    assertRefused(Errno.EPERM, () -> engine.agentRuns("/"));
    assertRefused(Errno.ENOTDIR, () -> engine.agentRuns("/calm/tasks"));
  }
}
