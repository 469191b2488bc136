package corral.host.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import corral.framework.api.host.Signals;
import corral.framework.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subtrees whose tasks are killed, on a machine that does what it is told. */
@Timeout(60)
class KillAndRemoveTest {
  private static final Caller ROOT = new Caller(0, 0, 0);
  private static final int INIT = 1;

  private final Engine engine = new Engine();
  private final Holder holder = new Holder();
  private SimHost host;
  private SimMachine machine;

  /** A subsystem of whose states references can be taken. */
  private static final class Holder implements ContainerSubsystem<Holder.State> {
    static final class State extends SubsystemState {
      State(Container container) {
        super(container);
      }
    }

    @Override
    public String name() {
      return "holder";
    }

    @Override
    public State create(Container container, @Nullable State parent) {
      return new State(container);
    }

    @Override
    public void destroy(State css) {}
  }

  @BeforeEach
  void start() throws ContainerException {
    engine.start();
    host = SimHost.start(engine);
    machine = host.machine();
    engine.bindSignals(machine);
    engine.addSubsystem(holder);
    engine.mount("holder", "/jobs", ROOT);
    engine.makeContainer("/jobs/a", ROOT);
    engine.makeContainer("/jobs/a/b", ROOT);
    engine.makeContainer("/jobs/a/b/c", ROOT);
    engine.makeContainer("/jobs/other", ROOT);
  }

  @AfterEach
  void stop() {
    host.close();
    engine.close();
  }

  private int forkInto(String path) throws ContainerException {
    int pid = machine.fork(INIT);
    engine.attach(pid, path, ROOT);
    return pid;
  }

  private boolean lives(int pid) {
    return machine.process(pid).isPresent();
  }

  private List<Integer> members(String path) throws ContainerException {
    return engine.container(path).tasks().stream().map(Task::pid).toList();
  }

  private void useSignals(Signals signals) {
    engine.unbindSignals(machine);
    engine.bindSignals(signals);
  }

  private void assertRefused(String message, Caller caller) {
    var refusal =
        assertThrows(ContainerException.class, () -> engine.killAndRemove("/jobs/a", caller));
    assertEquals(message, refusal.getMessage());
  }

  private SubsystemState state(String path) throws ContainerException {
    return Objects.requireNonNull(engine.container(path).state(holder));
  }

  @Test
  void everyTaskBelowIsKilledAndEveryContainerRemoved() throws ContainerException {
    int top = forkInto("/jobs/a");
    int deep = forkInto("/jobs/a/b/c");
    int stopped = forkInto("/jobs/a/b");
    machine.setState(stopped, ProcessState.STOPPED);
    int other = forkInto("/jobs/other");
    engine.killAndRemove("/jobs/a", ROOT);
    assertEquals(List.of(false, false, false), List.of(lives(top), lives(deep), lives(stopped)));
    assertTrue(lives(other));
    assertEquals(
        List.of("other"),
        engine.container("/jobs").children().stream().map(Container::name).toList());
  }

  @Test
  void anEmptySubtreeNeedsNoSignals() throws ContainerException {
    engine.unbindSignals(machine);
    engine.killAndRemove("/jobs/a/b", ROOT);
    assertEquals(List.of(), engine.container("/jobs/a").children());
  }

  @Test
  void withoutSignalsNothingChanges() throws ContainerException {
    engine.unbindSignals(machine);
    int pid = forkInto("/jobs/a/b");
    assertRefused(
        "/jobs/a: Function not implemented (ENOSYS): there is no host that can kill its tasks",
        ROOT);
    assertTrue(lives(pid));
  }

  @Test
  void initIsSparedAndSoAreAllOthersThen() throws ContainerException {
    int pid = forkInto("/jobs/a");
    engine.attach(INIT, "/jobs/a/b", ROOT);
    assertRefused("1: Operation not permitted (EPERM): init is never killed", ROOT);
    assertTrue(lives(pid));
    assertEquals(List.of(pid), members("/jobs/a"));
  }

  @Test
  void theCallerIsSpared() throws ContainerException {
    int pid = forkInto("/jobs/a");
    int caller = forkInto("/jobs/a/b");
    assertRefused(
        caller + ": Operation not permitted (EPERM): this is the caller itself",
        new Caller(caller, 0, 0));
    assertTrue(lives(pid));
  }

  @Test
  void aRootStaysAndNobodyIsKilled() throws ContainerException {
    int pid = forkInto("/jobs/a");
    var refusal = assertThrows(ContainerException.class, () -> engine.killAndRemove("/jobs", ROOT));
    assertEquals(Errno.EBUSY, refusal.errno());
    assertTrue(lives(pid));
  }

  @Test
  void whatIsNoContainerIsRefused() {
    for (var path : List.of("/jobs/a/tasks", "/", "/jobs/none")) {
      assertThrows(ContainerException.class, () -> engine.killAndRemove(path, ROOT));
    }
  }

  @Test
  void somebodyElsesContainerIsRefused() throws ContainerException {
    int pid = forkInto("/jobs/a");
    machine.setid(pid, 1000, 1000);
    assertRefused(
        "/jobs/a: Permission denied (EACCES): user 1000 may not write to it (owner 0, group 0, mode"
            + " 0755)",
        new Caller(0, 1000, 1000));
    assertTrue(lives(pid));
  }

  @Test
  void whatTheHostRefusesIsTold() throws ContainerException {
    int pid = forkInto("/jobs/a");
    machine.faults().refuse(Faults.Operation.SIGNAL, pid, Errno.EPERM);
    assertRefused(pid + ": Operation not permitted (EPERM): the simulation refuses it", ROOT);
    assertEquals(List.of(pid), members("/jobs/a"));
  }

  @Test
  void aTaskThatEndsByItselfMeanwhileDoesNoHarm() throws ContainerException {
    int pid = forkInto("/jobs/a");
    useSignals(
        (victim, start, signal) -> {
          machine.exit(victim);
          machine.send(victim, start, signal);
        });
    engine.killAndRemove("/jobs/a", ROOT);
    assertEquals(false, lives(pid));
  }

  @Test
  void childrenThatAreForkedMeanwhileAreKilledToo() throws ContainerException {
    forkInto("/jobs/a/b");
    var left = new AtomicInteger(150);
    useSignals(
        (victim, start, signal) -> {
          if (left.getAndDecrement() > 0) {
            machine.fork(victim);
          }
          machine.send(victim, start, signal);
        });
    int before = machine.processes().size();
    engine.killAndRemove("/jobs/a", ROOT);
    assertEquals(before - 1, machine.processes().size());
    assertTrue(left.get() <= 0);
  }

  @Test
  void whoForksOnAndOnIsGivenUp() throws ContainerException {
    forkInto("/jobs/a/b");
    useSignals(
        (victim, start, signal) -> {
          machine.fork(victim);
          machine.send(victim, start, signal);
        });
    assertRefused(
        "/jobs/a: Device or resource busy (EBUSY): new tasks come as fast as they are killed",
        ROOT);
    assertEquals(1, members("/jobs/a/b").size());
    assertEquals("/a/b/c", engine.container("/jobs/a/b/c").path());
  }

  @Test
  void exitsAreWaitedFor() throws Exception {
    int first = forkInto("/jobs/a");
    int second = forkInto("/jobs/a/b/c");
    var deaths = new ArrayList<Future<Integer>>();
    try (var later = Executors.newSingleThreadExecutor()) {
      useSignals(
          (pid, start, signal) ->
              deaths.add(
                  later.submit(
                      () -> {
                        machine.send(pid, start, signal);
                        return pid;
                      })));
      engine.killAndRemove("/jobs/a", ROOT);
    }
    assertEquals(List.of(first, second), List.of(deaths.get(0).get(), deaths.get(1).get()));
    assertEquals(List.of(false, false), List.of(lives(first), lives(second)));
  }

  @Test
  void aHeldContainerKeepsThemAllAndTheyAreStillOfUse() throws ContainerException {
    int pid = forkInto("/jobs/a/b/c");
    var held = state("/jobs/a/b");
    assertTrue(held.tryGet());
    assertRefused("/jobs/a: Device or resource busy (EBUSY): /a/b: holder holds it", ROOT);
    assertEquals(false, lives(pid), "what was killed stays so");

    var child = state("/jobs/a/b/c");
    assertTrue(child.tryGet());
    child.put();
    int next = forkInto("/jobs/a/b/c");
    machine.fork(next);
    assertEquals(2, members("/jobs/a/b/c").size());
    held.put();
    engine.killAndRemove("/jobs/a", ROOT);
    assertEquals(false, lives(next));
  }

  @Test
  void anAgentThatRemovesAContainerMeanwhileIsNoObstacle() throws ContainerException {
    forkInto("/jobs/a");
    useSignals(
        (pid, start, signal) -> {
          machine.send(pid, start, signal);
          for (var path : List.of("/jobs/a/b/c", "/jobs/a/b", "/jobs/a")) {
            engine.removeContainer(path, ROOT);
          }
        });
    engine.killAndRemove("/jobs/a", ROOT);
    assertThrows(ContainerException.class, () -> engine.container("/jobs/a"));
  }
}
