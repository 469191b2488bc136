package corral.host.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.host.IndexSet;
import corral.framework.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Many threads at one machine: whatever they do, the engine and the machine agree in the end. */
class SideBySideTest {
  private static final Caller ROOT = new Caller(0, 0, 0);
  private static final int INIT = 1;
  private static final int STORMS = 3;
  private static final int FORKS = 20_000;

  private final SimMachine machine = new SimMachine(SimSettings.DEFAULT.withPidMax(2000));

  private static List<Integer> pids(List<? extends Task> tasks) {
    return tasks.stream().map(Task::pid).toList();
  }

  private List<Integer> pids() {
    return machine.processes().stream().map(process -> process.info().pid()).toList();
  }

  @Test
  void theEngineAgreesAfterStormsWithMovesPinsTicksAndReopening() throws Exception {
    var engine = new Engine();
    engine.start();
    try (var host = SimHost.start(machine, engine);
        var threads = Executors.newCachedThreadPool()) {
      engine.mount("none,name=jobs", "/jobs", ROOT);
      engine.makeContainer("/jobs/a", ROOT);
      engine.makeContainer("/jobs/b", ROOT);
      var raging = new AtomicBoolean(true);
      var storms = new ArrayList<Future<Storm.Outcome>>();
      for (int i = 0; i < STORMS; i++) {
        int origin = machine.fork(INIT);
        var storm = new Storm(machine, i);
        engine.attach(origin, "/jobs/a", ROOT);
        storms.add(threads.submit(() -> storm.run(origin, FORKS, 200)));
      }
      var meddlers =
          List.of(
              meddle(threads::submit, raging, pid -> engine.attach(pid, "/jobs/b", ROOT)),
              meddle(threads::submit, raging, pid -> machine.pin(pid, IndexSet.of(pid % 4))),
              meddle(threads::submit, raging, machine::release),
              meddle(threads::submit, raging, _ -> machine.tick(1000)),
              meddle(threads::submit, raging, _ -> reopen(host)));
      for (var storm : storms) {
        var outcome = storm.get();
        assertEquals(FORKS, outcome.forks());
        assertEquals(FORKS, outcome.exits());
      }
      raging.set(false);
      for (var meddler : meddlers) {
        assertTrue(meddler.get() > 0);
      }

      assertEquals(pids(), pids(engine.tasks()));
      var members = new ArrayList<Integer>();
      for (var path : List.of("/jobs", "/jobs/a", "/jobs/b")) {
        members.addAll(pids(engine.container(path).tasks()));
      }
      members.sort(null);
      assertEquals(pids(), members);
      assertEquals(4 + STORMS, members.size());
    } finally {
      engine.close();
    }
  }

  private static void reopen(SimHost host) throws ContainerException {
    host.close();
    host.open();
  }

  /** Something that is done to a process that may be gone. */
  @FunctionalInterface
  private interface Meddling {
    void with(int pid) throws ContainerException;
  }

  private Future<Integer> meddle(
      Function<Callable<Integer>, Future<Integer>> start, AtomicBoolean raging, Meddling meddling) {
    return start.apply(
        () -> {
          var random = new Random(1);
          int done = 0;
          do {
            try {
              meddling.with(5 + random.nextInt(1995));
              done++;
            } catch (ContainerException e) {
              assertEquals(Errno.ESRCH, e.errno(), e.getMessage());
              done++;
            }
          } while (raging.get());
          return done;
        });
  }

  @Test
  void parentsAndChildrenThatEndAtTheSameTimeAreAllReaped() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 500; round++) {
        int parent = machine.fork(INIT);
        var pids = new ArrayList<Integer>(List.of(parent));
        for (int i = 0; i < 3; i++) {
          pids.add(machine.fork(parent));
        }
        var exits = new ArrayList<Future<?>>();
        for (int pid : pids) {
          exits.add(
              threads.submit(
                  () -> {
                    machine.exitToZombie(pid, 0);
                    return pid;
                  }));
        }
        for (var exit : exits) {
          exit.get();
        }
      }
    }
    assertEquals(List.of(1, 2, 3, 4), pids());
  }
}
