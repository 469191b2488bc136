package corral.host.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.StateCounts;
import corral.framework.api.host.TaskStates;
import corral.framework.api.stats.StateLedger.Sighting;
import corral.framework.api.stats.StateLedger.Tally;
import corral.framework.engine.Engine;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tasks are seen to do is added up where they are, wherever they go. */
class StateLedgerTest {
  private static final Caller ROOT = new Caller(0, 0, 0);
  private static final int INIT = 1;

  private final Engine engine = new Engine();
  private SimHost host;
  private SimMachine machine;
  private TaskStates.Watch watch;

  @BeforeEach
  void open() throws ContainerException {
    engine.start();
    host = SimHost.start(engine);
    machine = host.machine();
    watch = new SimTaskStates(machine).watch();
    engine.mount("none,name=jobs", "/jobs", ROOT);
    engine.makeContainer("/jobs/a", ROOT);
    engine.makeContainer("/jobs/b", ROOT);
  }

  @AfterEach
  void close() {
    watch.close();
    host.close();
    engine.close();
  }

  @Test
  void aTaskThatWasForkedSinceIsUnseen() throws ContainerException {
    forkInto("/jobs/a", ProcessState.SLEEPING);
    assertEquals(new Tally(StateCounts.NONE, StateCounts.NONE, 1), tally("/jobs/a"));
    look();
    assertEquals(seen(new StateCounts(0, 0, 0, 1, 0)), tally("/jobs/a"));
  }

  @Test
  void eachTaskIsInOneState() throws ContainerException {
    for (var state : ProcessState.values()) {
      if (state != ProcessState.ZOMBIE) {
        forkInto("/jobs/a", state);
      }
    }
    look();
    assertEquals(seen(new StateCounts(1, 1, 1, 1, 1)), tally("/jobs/a"));
  }

  @Test
  void aChangeIsSeenByTheNextLook() throws ContainerException {
    int pid = forkInto("/jobs/a", ProcessState.RUNNING);
    look();
    machine.setState(pid, ProcessState.BLOCKED);
    look();
    assertEquals(seen(new StateCounts(0, 1, 0, 0, 0)), tally("/jobs/a"));
  }

  @Test
  void movesAndExitsAreFollowedAtOnce() throws ContainerException {
    int one = forkInto("/jobs/a", ProcessState.SLEEPING);
    int two = forkInto("/jobs/a", ProcessState.STOPPED);
    look();
    engine.attach(one, "/jobs/b", ROOT);
    assertEquals(seen(new StateCounts(0, 0, 0, 0, 1)), tally("/jobs/a"));
    assertEquals(seen(new StateCounts(0, 0, 0, 1, 0)), tally("/jobs/b"));
    machine.exit(two);
    assertEquals(seen(StateCounts.NONE), tally("/jobs/a"));
  }

  @Test
  void newGroupsHaveTheSumsOfTheOld() throws ContainerException {
    forkInto("/jobs/a", ProcessState.SLEEPING);
    look();
    engine.mount("none,name=other", "/other", ROOT);
    assertEquals(seen(new StateCounts(0, 0, 0, 1, 0)), tally("/jobs/a"));
    var all = tally("/other").tasks();
    assertEquals(engine.container("/other").taskCount(), all.total());
    engine.unmount("/other", ROOT);
    assertEquals(seen(new StateCounts(0, 0, 0, 1, 0)), tally("/jobs/a"));
  }

  @Test
  void whoHasEndedIsPassedOver() throws ContainerException {
    int pid = forkInto("/jobs/a", ProcessState.RUNNING);
    var task = engine.task(pid).orElseThrow();
    machine.exit(pid);
    var sightings = new ArrayList<Sighting>();
    sightings.add(new Sighting(task, new StateCounts(1, 0, 0, 0, 0)));
    engine.enter(sightings);
    assertEquals(seen(StateCounts.NONE), tally("/jobs/a"));
  }

  private int forkInto(String path, ProcessState state) throws ContainerException {
    int pid = machine.fork(INIT);
    engine.attach(pid, path, ROOT);
    machine.setState(pid, state);
    return pid;
  }

  private void look() {
    var sightings = new ArrayList<Sighting>();
    watch.look(engine.tasks(), (task, threads) -> sightings.add(new Sighting(task, threads)));
    engine.enter(sightings);
  }

  private Tally tally(String path) throws ContainerException {
    return engine.tally(engine.container(path));
  }

  private static Tally seen(StateCounts counts) {
    return new Tally(counts, counts, 0);
  }
}
