package corral.subsys.resgroup.cpu;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.Task;
import corral.framework.api.host.CpuAccounting;
import corral.framework.api.host.Priorities;
import corral.subsys.resgroup.Exceptions;
import corral.subsys.resgroup.Later;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Gives the members of groups the priorities by which the groups share the CPUs, and looks at
 * intervals who is busy. As long as no group has asked for a share, nobody is touched.
 *
 * <p>Thread-safe. Tasks are set without a lock: whoever has set one looks whether its level is
 * still the same, so the last change is in force in the end, and so is the end of all.
 */
final class Tuner implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Tuner.class.getName());

  /** Who has wanted a CPU for this part of the time since the last look is busy. */
  private static final double BUSY = 0.1;

  /** Until the framework has said which. */
  private static final int NOT_YET = -1;

  private final ContainerSubsystem<CpuShare> controller;
  private final @Nullable Priorities priorities;
  private final @Nullable CpuAccounting accounting;
  private final Duration interval;
  private final Exceptions exceptions = new Exceptions("has a priority of its own");
  private final Later later = new Later("corral-cpu-shares");

  /** Whether the members are going to be looked at besides the interval. */
  private final AtomicBoolean isDue = new AtomicBoolean();

  /** How long each member had wanted a CPU at the last look. Only for the thread that looks. */
  private Map<Task, Long> wantedNanos = new HashMap<>();

  private long lookedNanos;

  private volatile int id = NOT_YET;

  /** One stay in a hierarchy, of which there may be several in the same. */
  private record Stay(Container top) {}

  /** Where the controller is; null while it is nowhere. */
  private volatile @Nullable Stay stay;

  Tuner(
      ContainerSubsystem<CpuShare> controller,
      @Nullable Priorities priorities,
      @Nullable CpuAccounting accounting,
      Duration interval) {
    this.controller = controller;
    this.priorities = priorities;
    this.accounting = accounting;
    this.interval = interval;
  }

  void id(int subsystemId) {
    id = subsystemId;
  }

  /** Tunes the groups of another hierarchy from now on; of none if its root is null. */
  void over(@Nullable Container newTop) {
    var next = newTop == null ? null : new Stay(newTop);
    stay = next;
    if (next != null) {
      later.run(() -> lookWhile(next), interval.toNanos());
      hurry();
    }
  }

  @SuppressWarnings("ReferenceEquality") // another stay in the same hierarchy is another one
  private void lookWhile(Stay watched) {
    if (stay == watched) {
      look();
      later.run(() -> lookWhile(watched), interval.toNanos());
    }
  }

  /** Something has changed by which the groups may have other levels. */
  void hurry() {
    if (isDue.compareAndSet(false, true)) {
      later.run(
          () -> {
            isDue.set(false);
            guarded(this::tune);
          },
          0);
    }
  }

  /** Looks who is busy, and tunes. */
  void look() {
    guarded(
        () -> {
          measure();
          tune();
        });
  }

  /** One exception must not end all further looks. */
  private static void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the shares of the CPUs could not be tuned", e);
    }
  }

  private void measure() {
    var root = root();
    if (root == null || !isAsked(root)) {
      return;
    }
    long now = System.nanoTime();
    double enough = (now - lookedNanos) * BUSY;
    Map<Task, Long> wanted = new HashMap<>();
    root.below().forEach(group -> group.busy(busy(group, enough, wanted)));
    wantedNanos = wanted;
    lookedNanos = now;
  }

  /** How many members are busy; those who were never looked at are. */
  private int busy(CpuShare group, double enoughNanos, Map<Task, Long> wanted) {
    int busy = 0;
    for (var task : group.container().tasks()) {
      long nanos = wanted(task);
      wanted.put(task, nanos);
      var before = wantedNanos.get(task);
      if (before == null || nanos - before >= enoughNanos) {
        busy++;
      }
    }
    return busy;
  }

  /** Without accounting everybody seems to be busy. */
  private long wanted(Task task) {
    if (accounting == null) {
      return System.nanoTime();
    }
    try {
      return accounting.wantedNanos(task.pid());
    } catch (ContainerException gone) {
      return 0;
    }
  }

  /** Gives the groups the levels that follow from their shares and their busy members. */
  void tune() {
    var root = root();
    if (root != null) {
      changeLevels(root).forEach(group -> group.container().tasks().forEach(this::place));
    }
  }

  /**
   * Of two who do this the later one sees all that the earlier one saw. Nothing is waited for here:
   * a list of tasks may take the management lock, whose holder may be waiting.
   *
   * @return the groups whose level is another one now
   */
  private synchronized List<CpuShare> changeLevels(CpuShare root) {
    var levels = isAsked(root) ? Levels.of(root) : Map.<CpuShare, Integer>of();
    List<CpuShare> changed = new ArrayList<>();
    root.below()
        .forEach(
            group -> {
              int level = levels.getOrDefault(group, CpuShare.NONE);
              if (level != group.level()) {
                group.level(level);
                changed.add(group);
              }
            });
    return changed;
  }

  private static boolean isAsked(CpuShare root) {
    return root.below().anyMatch(CpuShare::isAsked);
  }

  private @Nullable CpuShare root() {
    var current = stay;
    return current == null ? null : current.top().state(controller);
  }

  /** Gives a task the level of the group that it is in. */
  void place(Task task) {
    if (priorities == null) {
      return;
    }
    int level;
    do {
      level = level(task);
      set(priorities, task, level);
    } while (level != level(task));
  }

  private int level(Task task) {
    return id != NOT_YET && task.state(id) instanceof CpuShare group
        ? group.level()
        : CpuShare.NONE;
  }

  private void set(Priorities host, Task task, int level) {
    if (level == CpuShare.NONE) {
      host.release(task.pid());
      exceptions.remove(task);
      return;
    }
    try {
      host.set(task.pid(), level);
      exceptions.remove(task);
    } catch (ContainerException e) {
      exceptions.add(task, e);
    }
  }

  /** A child has its parent's level, unless that has just been changed. */
  void forked(CpuShare group, Task task) {
    if (group.level() != CpuShare.NONE) {
      place(task);
    }
  }

  void ended(Task task) {
    exceptions.remove(task);
  }

  /** A group is gone, or the controller goes: its members have their own levels again. */
  void forget(CpuShare group) {
    boolean hadLevel = group.level() != CpuShare.NONE;
    group.level(CpuShare.NONE);
    if (hadLevel && priorities != null) {
      group.container().tasks().forEach(task -> priorities.release(task.pid()));
    }
  }

  String besides() {
    return exceptions.besides();
  }

  boolean isPossible() {
    return priorities != null;
  }

  String reach() {
    return Objects.requireNonNull(priorities).reach();
  }

  @Override
  public void close() {
    stay = null;
    later.close();
  }
}
