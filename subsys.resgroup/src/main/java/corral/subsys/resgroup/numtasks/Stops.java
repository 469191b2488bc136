package corral.subsys.resgroup.numtasks;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Task;
import corral.framework.api.host.Signals;
import corral.framework.api.host.Signals.Signal;
import corral.subsys.resgroup.Exceptions;
import corral.subsys.resgroup.Later;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stops every member of a group when it hears of a fork too many, for a host that cannot refuse
 * one. They go on when there are fewer tasks, more are allowed, or the interval of the fork rate is
 * over. Who is stopped can do nothing but be continued or killed, so the group holds still until
 * somebody acts.
 */
final class Stops implements Restraint {
  /** Corral itself, which would have nobody to let it go on. */
  private static final long OWN_PID = ProcessHandle.current().pid();

  private final Signals signals;
  private final Map<TaskCount, Watch> watches = new ConcurrentHashMap<>();
  private final Exceptions exceptions = new Exceptions("is not stopped");
  private final Later later = new Later("corral-numtasks-stop");

  /** The tasks that were stopped by this. */
  private final Set<Task> stopped = ConcurrentHashMap.newKeySet();

  /** What is known of a limited group. */
  private static final class Watch {
    /** Whether its members are going to be looked at. */
    final AtomicBoolean isDue = new AtomicBoolean();

    /** Whether they are going to be looked at when the interval of the fork rate is over. */
    final AtomicBoolean isDueLater = new AtomicBoolean();

    /** Guarded by its monitor. */
    final ForkWindow window = new ForkWindow();
  }

  Stops(Signals signals) {
    this.signals = signals;
  }

  @Override
  public void limit(TaskCount group) {
    if (group.isLimited()) {
      var watch = watches.computeIfAbsent(group, _ -> new Watch());
      synchronized (watch.window) {
        if (!watch.window.rate().equals(group.rate())) {
          watch.window.begin(group.rate());
        }
      }
      look(group, watch.isDue, 0);
    } else if (watches.remove(group) != null) {
      later.run(() -> sweep(group), 0);
    }
  }

  /** The group is looked at as a whole when its limits have changed. */
  @Override
  public void place(TaskCount group, Task task) {}

  @Override
  public void came(TaskCount group, Task task) {}

  @Override
  public void moved(TaskCount from, TaskCount to, Task task) {
    lookAbove(from);
    lookAbove(to);
    if (to.path().noneMatch(this::isOver)) {
      resume(task);
    }
  }

  @Override
  public void ended(TaskCount group, Task task) {
    stopped.remove(task);
    exceptions.remove(task);
    lookAbove(group);
  }

  private void lookAbove(TaskCount group) {
    if (!watches.isEmpty()) {
      group.path().forEach(this::lookIfLimited);
    }
  }

  private void lookIfLimited(TaskCount group) {
    var watch = watches.get(group);
    if (watch != null) {
      look(group, watch.isDue, 0);
    }
  }

  @Override
  public void forked(TaskCount group) {
    if (!watches.isEmpty()) {
      group.path().forEach(this::countFork);
    }
  }

  private void countFork(TaskCount group) {
    var watch = watches.get(group);
    if (watch == null) {
      return;
    }
    long rest = 0;
    synchronized (watch.window) {
      if (watch.window.rate().isLimited()) {
        long now = System.nanoTime();
        watch.window.count(now);
        long remaining = watch.window.remaining(now);
        if (remaining < 0) {
          group.forkrateFailures().add(1);
        }
        rest = remaining <= 0 ? watch.window.restNanos(now) : 0;
      }
    }
    if (group.usage() > group.limit()) {
      group.failures().add(1);
      look(group, watch.isDue, 0);
    }
    if (rest > 0) {
      look(group, watch.isDue, 0);
      look(group, watch.isDueLater, rest);
    }
  }

  /** Whatever comes while the members are looked at lets them be looked at once more. */
  private void look(TaskCount group, AtomicBoolean isDue, long delayNanos) {
    if (isDue.compareAndSet(false, true)) {
      later.run(
          () -> {
            isDue.set(false);
            sweep(group);
          },
          delayNanos);
    }
  }

  private void sweep(TaskCount top) {
    top.subtree()
        .forEach(
            group -> {
              boolean isOver = group.path().anyMatch(this::isOver);
              group.container().tasks().forEach(isOver ? this::stop : this::resume);
            });
  }

  private boolean isOver(TaskCount group) {
    var watch = watches.get(group);
    if (watch == null) {
      return false;
    }
    synchronized (watch.window) {
      return group.usage() > group.limit()
          || (watch.window.rate().isLimited() && watch.window.remaining(System.nanoTime()) <= 0);
    }
  }

  /** Noted first: the end of the task, after which it is forgotten, may come at any moment. */
  private void stop(Task task) {
    if (task.pid() != OWN_PID && stopped.add(task) && !send(task, Signal.STOP)) {
      stopped.remove(task);
    }
  }

  private void resume(Task task) {
    if (stopped.remove(task)) {
      send(task, Signal.CONT);
    }
  }

  private boolean send(Task task, Signal signal) {
    try {
      signals.send(task.pid(), task.startTimeNanos(), signal);
      exceptions.remove(task);
      return true;
    } catch (ContainerException e) {
      exceptions.add(task, e);
      return false;
    }
  }

  @Override
  public long held(TaskCount group) {
    return group.usage();
  }

  /** They are counted as they are heard. */
  @Override
  public void count(TaskCount group) {}

  @Override
  public void forget(TaskCount group) {
    watches.remove(group);
    group.container().tasks().forEach(this::resume);
  }

  @Override
  public List<Enforcement> promises() {
    var besides = exceptions.besides();
    return List.of(
        new Enforcement(
            "max_shares",
            true,
            "the host cannot refuse a fork: all are stopped when one too many was heard" + besides),
        new Enforcement(
            "forkrate",
            true,
            "the host cannot refuse a fork: all are stopped until the interval is over" + besides));
  }

  @Override
  public void close() {
    later.close();
    stopped.forEach(this::resume);
  }
}
