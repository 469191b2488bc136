package corral.host.sim;

import static corral.host.sim.ProcessesTest.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.host.Host.LaunchRequest;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.TaskStream.Repair;
import corral.framework.engine.Engine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A simulated machine and the engine together. */
class SimHostTest {
  private static final Caller ROOT = new Caller(0, 0, 0);
  private static final int INIT = 1;

  private final Engine engine = new Engine();
  private SimHost host;
  private SimMachine machine;

  @BeforeEach
  void start() throws ContainerException {
    engine.start();
    host = SimHost.start(engine);
    machine = host.machine();
    engine.mount("none,name=jobs", "/jobs", ROOT);
  }

  @AfterEach
  void stop() {
    host.close();
    engine.close();
  }

  private List<Integer> members(String path) throws ContainerException {
    return engine.container(path).tasks().stream().map(Task::pid).toList();
  }

  @Test
  void theEngineKnowsEveryLiveProcessAndOnlyThose() throws ContainerException {
    int parent = machine.fork(INIT);
    int zombie = machine.fork(parent);
    int gone = machine.fork(parent);
    machine.exitToZombie(zombie, 0);
    machine.exit(gone);
    assertEquals(List.of(1, 2, 3, 4, parent), members("/jobs"));
  }

  @Test
  void theLastUsageIsToldAtTheEnd() throws ContainerException {
    int pid = machine.fork(INIT);
    var task = engine.task(pid).orElseThrow();
    machine.run(pid, 70);
    machine.run(pid, 7, CpuMode.SYSTEM);
    machine.exit(pid);
    assertEquals(new CpuUsage(77, 70, 7), task.finalUsage());
  }

  @Test
  void descendantsOfAMemberAreMembersAndAStormLeavesNone() throws ContainerException {
    engine.makeContainer("/jobs/storm", ROOT);
    int origin = machine.fork(INIT);
    engine.attach(origin, "/jobs/storm", ROOT);
    new Storm(machine, 5).run(origin, 5000, 100);
    assertEquals(List.of(origin), members("/jobs/storm"));
    assertEquals(List.of(1, 2, 3, 4), members("/jobs"));

    int child = machine.fork(machine.fork(origin));
    assertEquals(3, engine.container("/jobs/storm").taskCount());
    machine.exit(origin);
    assertTrue(members("/jobs/storm").contains(child), "an orphan stays where it is");
  }

  @Test
  void aReusedPidIsAnotherTask() throws ContainerException {
    host.close();
    host = SimHost.start(new SimMachine(SimSettings.DEFAULT.withPidMax(301)), engine);
    machine = host.machine();
    engine.makeContainer("/jobs/a", ROOT);
    for (int pid = 5; pid <= 300; pid++) {
      machine.fork(INIT);
    }
    engine.attach(300, "/jobs/a", ROOT);
    machine.exit(300);
    assertEquals(300, machine.fork(INIT));
    assertEquals(List.of(), members("/jobs/a"));
  }

  @Test
  void permissionsFollowUserIds() throws ContainerException {
    int pid = machine.fork(INIT);
    machine.setid(pid, 1000, 1001);
    engine.makeContainer("/jobs/a", ROOT);
    assertRefused(Errno.EACCES, () -> engine.attach(pid, "/jobs/a", new Caller(0, 1002, 0)));
  }

  @Test
  void lostForksAndExitsAreRepaired() throws ContainerException {
    engine.makeContainer("/jobs/a", ROOT);
    int member = machine.fork(INIT);
    int leaving = machine.fork(INIT);
    engine.attach(member, "/jobs/a", ROOT);
    host.lose(3);
    int missed = machine.fork(member);
    int alsoMissed = machine.fork(missed);
    machine.exit(leaving);
    int told = machine.fork(member);
    assertEquals(List.of(member, told), members("/jobs/a"));
    assertEquals(List.of(1, 2, 3, 4, leaving), members("/jobs"));

    assertEquals(new Repair(2, 1), host.repair());
    assertEquals(List.of(member, missed, alsoMissed, told), members("/jobs/a"));
    assertEquals(List.of(1, 2, 3, 4), members("/jobs"));
    assertEquals(
        Map.of("forks", 3L, "exits", 0L, "overruns", 3L, "repairs", 1L, "found", 2L, "lost", 1L),
        host.counters());
  }

  @Test
  void oneHostTellsAtATime() {
    assertRefused(Errno.EBUSY, () -> SimHost.start(engine));
  }

  @Test
  void aHostThatComesBackFindsItsTasksWhereTheyWere() throws ContainerException {
    engine.makeContainer("/jobs/a", ROOT);
    int stays = machine.fork(INIT);
    int goes = machine.fork(INIT);
    engine.attach(stays, "/jobs/a", ROOT);
    engine.attach(goes, "/jobs/a", ROOT);
    host.close();
    machine.exit(goes);
    int child = machine.fork(stays);
    assertEquals(List.of(stays, goes), members("/jobs/a"));
    host.open();
    assertEquals(List.of(stays, child), members("/jobs/a"));
  }

  @Test
  void aClosedHostTellsNothingAndReleasesWhatIsPinned() throws ContainerException {
    int pid = machine.fork(INIT);
    machine.pin(pid, IndexSet.of(1));
    host.close();
    host.close();
    machine.fork(INIT);
    assertEquals(List.of(1, 2, 3, 4, pid), members("/jobs"));
    assertEquals(machine.cpus(), machine.process(pid).orElseThrow().cpus());
    assertRefused(Errno.ENODEV, () -> host.repair());
    assertRefused(Errno.ENODEV, () -> host.lose(1));
  }

  @Test
  void aLaunchedProcessWaitsThenLivesUntilItIsTold() throws Exception {
    var launch = host.launch(new LaunchRequest(List.of("/bin/busy", "x"), Map.of(), false));
    var status = machine.process(launch.pid()).orElseThrow();
    assertEquals("busy", status.info().command());
    assertEquals(ProcessState.STOPPED, status.state());
    assertTrue(engine.task(launch.pid()).isPresent());
    launch.go();
    launch.go();
    assertEquals(ProcessState.RUNNING, machine.process(launch.pid()).orElseThrow().state());
    assertFalse(launch.exitStatus().isDone());
    machine.exit(launch.pid(), 3);
    assertEquals(3, launch.exitStatus().get());
    launch.close();
  }

  @Test
  void launchesEndAsProcessesDo() throws Exception {
    var request = new LaunchRequest(List.of("busy"), Map.of(), false);
    var terminated = host.launch(request);
    terminated.go();
    terminated.terminate();
    assertEquals(143, terminated.exitStatus().get());
    var killed = host.launch(request);
    killed.kill();
    assertEquals(137, killed.exitStatus().get());
    var abandoned = host.launch(request);
    abandoned.close();
    assertEquals(137, abandoned.exitStatus().get());
    var lasting = host.launch(request);
    lasting.go();
    lasting.close();
    assertTrue(machine.process(lasting.pid()).isPresent());
    machine.close();
    assertEquals(137, lasting.exitStatus().get());
  }

  @Test
  void launchingFailsWhenItIsToldTo() {
    machine.faults().refuse(Faults.Operation.LAUNCH, Faults.EVERY_PROCESS, Errno.ENOENT);
    var request = new LaunchRequest(List.of("busy"), Map.of(), false);
    assertRefused(Errno.ENOENT, () -> host.launch(request));
  }

  @Test
  void aProgramThatFailsSaysWhy() throws Exception {
    machine
        .programs()
        .define(
            "broken",
            _ -> {
              throw new ContainerException(Errno.EIO);
            });
    try (var launch = host.launch(new LaunchRequest(List.of("broken"), Map.of(), false))) {
      launch.go();
      assertEquals(1, launch.exitStatus().get());
      assertEquals("Input/output error (EIO)\n", new String(launch.output().readAllBytes(), UTF_8));
    }
  }

  @Test
  void aReleaseAgentRunsAndRemovesTheContainer() throws Exception {
    machine
        .programs()
        .define(
            "agent",
            execution -> {
              engine.removeContainer("/jobs" + execution.command().get(1), ROOT);
              return 0;
            });
    engine.write("/jobs/release_agent", "/sbin/agent", ROOT);
    engine.makeContainer("/jobs/a", ROOT);
    engine.write("/jobs/a/notify_on_release", "1", ROOT);
    int pid = machine.fork(INIT);
    engine.attach(pid, "/jobs/a", ROOT);
    var run = engine.nextAgentRun();
    machine.exit(pid);
    assertEquals(0, run.get().exitStatus());
    assertRefused(Errno.ENOENT, () -> engine.container("/jobs/a"));

    var seen = machine.programs().runs().getLast().execution();
    assertEquals(List.of("/sbin/agent", "/a"), seen.command());
    assertEquals(Map.of("HOME", "/", "PATH", "/sbin:/bin:/usr/sbin:/usr/bin"), seen.environment());
    assertTrue(machine.process(seen.pid()).isEmpty());
  }
}
