package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Forks and exits at full speed on two threads, while tasks are moved and a subsystem comes and
 * goes. Each storm is bounded by its number of operations.
 */
class MembershipStressTest {
  private static final Caller ROOT = new Caller(0, 0, 0);
  private static final int FORKS = 150_000;
  private static final int FIRST_PID = 1000;
  private static final int PIDS_PER_THREAD = 500;

  private final Engine engine = new Engine(Limits.DEFAULT);

  /** A process is there before its fork is told, and gone before its exit is. */
  private final TestHost host = new TestHost();

  /** Checks that the callbacks of each task come in order and never overlap. */
  private static final class Strict implements ContainerSubsystem<Strict.State> {
    final Map<Task, State> where = new ConcurrentHashMap<>();
    final AtomicReference<@Nullable String> complaint = new AtomicReference<>();
    final AtomicBoolean there = new AtomicBoolean();

    static final class State extends SubsystemState {
      final AtomicInteger tasks = new AtomicInteger();
      volatile boolean destroyed;

      State(Container container) {
        super(container);
      }
    }

    @Override
    public String name() {
      return "strict";
    }

    @Override
    public State create(Container container, @Nullable State parent) {
      return new State(container);
    }

    @Override
    public void registered(int subsystemId) {
      there.set(true);
    }

    @Override
    public void destroy(State css) {
      css.destroyed = true;
    }

    @Override
    public void fork(State css, Task task) {
      check(there.get(), "fork before registered");
      check(!css.destroyed, "fork into a destroyed state");
      check(where.put(task, css) == null, "forked twice");
      css.tasks.incrementAndGet();
    }

    @Override
    public void attach(State css, State old, Task task) {
      check(where.replace(task, old, css), "attach of a task that was not in the old state");
      check(!css.destroyed && !old.destroyed, "attach with a destroyed state");
      old.tasks.decrementAndGet();
      css.tasks.incrementAndGet();
    }

    @Override
    public void exit(State css, Task task) {
      check(where.remove(task, css), "exit from another state than the task was in");
      check(!css.destroyed, "exit from a destroyed state");
      css.tasks.decrementAndGet();
    }

    void gone() {
      there.set(false);
      where.clear();
    }

    private void check(boolean condition, String message) {
      if (!condition) {
        complaint.compareAndSet(null, message);
      }
    }
  }

  @BeforeEach
  void start() {
    engine.start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void nobodyIsLostOrTwiceThere() throws Exception {
    var strict = new Strict();
    engine.addSubsystem(strict);
    try (var stream = engine.open(host, host.live());
        var threads = Executors.newFixedThreadPool(4)) {
      fork(stream, 0, 1, 0);
      engine.mount("strict", "/a", ROOT);
      engine.mount("none,name=b", "/b", ROOT);
      for (var dir : List.of("/a/x", "/a/y", "/b/x", "/b/y")) {
        engine.makeContainer(dir, ROOT);
      }
      var storms = new ArrayList<Future<Set<Integer>>>();
      for (int t = 0; t < 2; t++) {
        int first = FIRST_PID + t * PIDS_PER_THREAD;
        storms.add(threads.submit(() -> storm(stream, first)));
      }
      var stop = new AtomicBoolean();
      var mover = threads.submit(() -> move(stop));
      var swapper = threads.submit(() -> swap(stop, strict));
      var live = new HashSet<Integer>(Set.of(1));
      for (var storm : storms) {
        live.addAll(storm.get());
      }
      stop.set(true);
      mover.get();
      swapper.get();

      assertEquals(null, strict.complaint.get());
      check(live, strict);
      live.stream().filter(pid -> pid != 1).forEach(pid -> exit(stream, pid));
      check(Set.of(1), strict);
      for (var dir : List.of("/a/x", "/a/y", "/b/x", "/b/y")) {
        engine.attach(1, dir.substring(0, 2), ROOT);
        engine.removeContainer(dir, ROOT);
      }
    }
  }

  /** Forks and ends tasks in its own range of pids; returns those that are left. */
  private Set<Integer> storm(TaskStream stream, int first) {
    var random = new Random(first);
    var live = new ArrayList<Integer>();
    int next = 0;
    for (int i = 0; i < FORKS; i++) {
      if (live.size() < PIDS_PER_THREAD / 2 && (live.isEmpty() || random.nextInt(5) < 3)) {
        int pid = first + next;
        next = (next + 1) % PIDS_PER_THREAD;
        if (!live.contains(pid)) {
          int parent = live.isEmpty() ? 1 : live.get(random.nextInt(live.size()));
          fork(stream, parent, pid, i * 1_000_000_000L);
          live.add(pid);
        }
      } else {
        exit(stream, live.remove(/* index */ random.nextInt(live.size())));
      }
    }
    return new HashSet<>(live);
  }

  private void fork(TaskStream stream, int parent, int pid, long startTimeNanos) {
    host.tasks.put(pid, new TaskInfo(pid, parent, startTimeNanos, 0, 0, false, ""));
    stream.fork(parent, pid, startTimeNanos);
  }

  private void exit(TaskStream stream, int pid) {
    host.tasks.remove(pid);
    stream.exit(pid, null);
  }

  private @Nullable Void move(AtomicBoolean stop) {
    var random = new Random(7);
    var dirs = List.of("/a", "/a/x", "/a/y", "/b", "/b/x", "/b/y");
    while (!stop.get()) {
      int pid = random.nextInt(20) == 0 ? 1 : FIRST_PID + random.nextInt(2 * PIDS_PER_THREAD);
      try {
        engine.attach(pid, dirs.get(random.nextInt(dirs.size())), ROOT);
      } catch (ContainerException _) {
        // No such task at this moment.
      }
    }
    return null;
  }

  private @Nullable Void swap(AtomicBoolean stop, Strict strict) {
    while (!stop.get()) {
      engine.removeSubsystem(strict);
      strict.gone();
      engine.addSubsystem(strict);
    }
    return null;
  }

  private void check(Set<Integer> live, Strict strict) throws ContainerException {
    for (var hierarchy : List.of("/a", "/b")) {
      var listed = new ArrayList<Integer>();
      for (var dir : List.of(hierarchy, hierarchy + "/x", hierarchy + "/y")) {
        var container = engine.container(dir);
        var tasks = container.tasks();
        assertEquals(tasks.size(), container.taskCount(), dir);
        tasks.forEach(task -> listed.add(task.pid()));
        var css = container.state(strict);
        if (css != null) {
          assertEquals(tasks.size(), css.tasks.get(), "what the subsystem knows of " + dir);
        }
      }
      assertEquals(live.size(), listed.size(), hierarchy);
      assertTrue(live.containsAll(listed), hierarchy);
    }
    assertEquals(live.size(), engine.tasks().size());
  }
}
