package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.Container;
import corral.framework.api.CpuUsage;
import corral.framework.api.Hierarchy;
import corral.framework.api.StateCounts;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import corral.framework.api.TaskGroup;
import corral.framework.api.TaskState;
import corral.framework.api.host.Signals.Signal;
import corral.framework.api.host.TaskStates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looks at processes of the test's own, which do what it wants. */
@Timeout(120)
class LinuxTaskStatesTest {
  private static final Path PERL = Path.of("/usr/bin/perl");

  /** A fork whose parent waits, deaf to all signals, until the child has ended ({@code vfork}). */
  private static final String WAITS_FOR_ITS_CHILD =
      "exec perl -e '$| = 1; print \"ready\\n\"; syscall(56, 0x4000 | 17, 0, 0, 0, 0) or <STDIN>'";

  @AutoClose private final ProcReader proc = new ProcReader();
  private final ProcessSignals signals = new ProcessSignals(proc);
  private final LinuxTaskStates states = new LinuxTaskStates(proc);
  @AutoClose private final TaskStates.Watch watch = states.watch();
  private final Map<Task, StateCounts> seen = new HashMap<>();

  @Test
  void tellsWhoSleepsAndWhoRuns() throws Exception {
    try (var sleeper = Child.sh("read line");
        var runner = Child.sh("echo ready; while :; do :; done")) {
      runner.hear();
      var asleep = task(sleeper);
      var running = task(runner);
      awaitStates(asleep, threads -> threads.equals(StateCounts.one(TaskState.SLEEPING)));
      awaitStates(running, threads -> threads.equals(StateCounts.one(TaskState.RUNNING)));
    }
  }

  @Test
  void tellsWhoIsStopped() throws Exception {
    try (var child = Child.sh("while :; do :; done")) {
      var task = task(child);
      awaitStates(task, threads -> threads.running() == 1);
      signals.send(task.pid(), task.startTimeNanos(), Signal.STOP);
      awaitStates(task, threads -> threads.equals(StateCounts.one(TaskState.STOPPED)));
      signals.send(task.pid(), task.startTimeNanos(), Signal.CONT);
      awaitStates(task, threads -> threads.running() == 1);
    }
  }

  @Test
  void tellsWhoCannotBeInterrupted() throws Exception {
    assumeTrue(Files.isExecutable(PERL), "there is no perl");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "another number for clone");
    try (var child = Child.sh(WAITS_FOR_ITS_CHILD)) {
      child.hear();
      var task = task(child);
      awaitStates(task, threads -> threads.equals(StateCounts.one(TaskState.UNINTERRUPTIBLE)));
      child.tell("");
      child.exitStatus();
    }
  }

  @Test
  void countsEachThread() throws Exception {
    try (var child = Child.java(ManyThreads.class, "20")) {
      child.hear();
      var task = task(child);
      awaitStates(task, threads -> threads.total() >= 20 && threads.sleeping() >= 20);
    }
  }

  @Test
  void doesNotCountTheOneThatLooks() {
    var self = new Looked((int) ProcessHandle.current().pid(), 0);
    watch.look(List.of(self), seen::put);
    var threads = seen.getOrDefault(self, StateCounts.NONE);
    assertTrue(threads.sleeping() >= 1, threads.toString());
    assertEquals(proc.threads(self.pid()).length, threads.total(), 5);
  }

  @Test
  void readsNothingOfWhoHasNotRun() throws Exception {
    try (var child = Child.sh("echo ready; read line")) {
      child.hear();
      var task = task(child);
      awaitStates(task, threads -> threads.sleeping() == 1);
      var tasks = List.of(task);
      seen.clear();
      int read = 0;
      for (int i = 0; i < 160; i++) {
        read += watch.look(tasks, seen::put).read();
      }
      // Every sixteenth time it is read anyway; a fork of this process may have woken it once.
      assertTrue(read >= 10 && read <= 12, read + " reads");
      assertEquals(Map.of(), seen);
    }
  }

  @Test
  void passesOverWhoIsGone() throws Exception {
    var child = Child.sh("read line");
    var task = task(child);
    awaitStates(task, threads -> threads.sleeping() == 1);
    child.close();
    seen.clear();
    assertEquals(0, watch.look(List.of(task), seen::put).read());
    assertEquals(Map.of(), seen);
  }

  private Task task(Child child) {
    return new Looked(child.pid(), proc.lifeStartNanos(child.pid()).orElseThrow());
  }

  private void awaitStates(Task task, Predicate<StateCounts> wanted) {
    while (!wanted.test(seen.getOrDefault(task, StateCounts.NONE))) {
      watch.look(List.of(task), seen::put);
      Thread.onSpinWait();
    }
  }

  /** A task of which nothing is asked but which it is. */
  private record Looked(int pid, long startTimeNanos) implements Task {
    @Override
    public int parentPid() {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable SubsystemState state(int subsystemId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Container container(Hierarchy hierarchy) {
      throw new UnsupportedOperationException();
    }

    @Override
    public TaskGroup taskGroup() {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable CpuUsage finalUsage() {
      throw new UnsupportedOperationException();
    }
  }
}
