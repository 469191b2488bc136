package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Errno;
import corral.framework.api.StateCounts;
import corral.framework.api.SubsystemState;
import corral.framework.api.admin.Watch;
import corral.framework.api.event.ContainerEvent;
import corral.framework.api.host.TaskInfo;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which task is in which group: fork, exit, attach, and the move of everybody into new groups when
 * the structure changes.
 *
 * <p>Fork and exit are lock-free and may run at any time. The other methods are called under the
 * management lock.
 */
final class Membership {
  /** What is done with a task that has got a new group, while it is still claimed. */
  @FunctionalInterface
  interface Moved {
    void accept(TaskEntry task, CssGroup from, CssGroup to);
  }

  private final Core core;

  /** Empty but while somebody waits for tasks to come or go. */
  private final List<TaskWatch> watches = new CopyOnWriteArrayList<>();

  private final PopulationWatches populations = new PopulationWatches();

  /** When there are more groups than this, empty ones are thrown away. */
  private int sweepAbove = 64;

  Membership(Core core) {
    this.core = core;
  }

  /** How a subsystem is told of a task that has come. */
  @FunctionalInterface
  interface Arrival {
    void tell(Registration subsystem, SubsystemState css, TaskEntry task);
  }

  /** A new task comes into the containers of its parent; into the roots if there is no parent. */
  void fork(int parentPid, int pid, long startTimeNanos) {
    arrive(parentPid, pid, startTimeNanos, Registration::fork);
  }

  /** As {@link #fork}, for a task that has been running before anybody could tell of it. */
  void adopt(int parentPid, int pid, long startTimeNanos) {
    arrive(parentPid, pid, startTimeNanos, Registration::adopt);
  }

  private void arrive(int parentPid, int pid, long startTimeNanos, Arrival arrival) {
    if (!TaskTable.isPid(pid)) {
      return;
    }
    var known = core.tasks.get(pid);
    if (known != null) {
      boolean late = known.startTimeNanos() > startTimeNanos; // its exit was told before its fork
      if (late || TaskInfo.isSameStart(known.startTimeNanos(), startTimeNanos)) {
        return;
      }
      exit(known, null);
    }
    add(core.tasks.get(parentPid), parentPid, pid, startTimeNanos, arrival);
  }

  private void add(
      @Nullable TaskEntry parent, int parentPid, int pid, long startTimeNanos, Arrival arrival) {
    var first = parent == null ? core.rootGroup : parent.group;
    var task = new TaskEntry(pid, parentPid, startTimeNanos, first);
    if (!core.tasks.putIfAbsent(task)) {
      return; // Another thread tells of the same fork at the same time.
    }
    while (!task.group.members.add(task)) {
      // The group was closed since it was read: whoever was in it is in another by now. An ended
      // parent is in none, and the root group that it refers to may be closed for good.
      task.group = parent == null || parent.isExiting() ? core.rootGroup : parent.group;
    }
    var group = task.group;
    for (var subsystem : group.subsystems) {
      arrival.tell(subsystem, group.state(subsystem), task);
    }
    task.settle();
    tellWatches(group);
  }

  /** The task has ended. Its exit is carried out now, or by the one who is moving it. */
  void exit(TaskEntry task, @Nullable CpuUsage usage) {
    core.tasks.remove(task);
    if (task.beginExit(usage)) {
      finishExit(task);
    }
  }

  private void finishExit(TaskEntry task) {
    var group = task.group;
    for (var subsystem : group.subsystems) {
      subsystem.exit(group.state(subsystem), task);
    }
    for (var absence : group.absences) {
      absence.ended(task, group);
    }
    task.endIn(core.rootGroup);
    leave(group, task, task.chunk, task.index, this::emptied);
  }

  private void emptied(ContainerNode container) {
    tellIfEmptied(container);
    container.checkForRelease();
  }

  /** Costs nothing while nobody listens. */
  private void tellIfEmptied(ContainerNode container) {
    if (core.announcements.areHeard() && container.parent() != null && container.taskCount() == 0) {
      core.announcements.announce(
          () ->
              new ContainerEvent.Emptied(
                  container.hierarchy().id(), container.id(), container.path()));
    }
  }

  /** Lets somebody wait for tasks to come into a subtree or leave it. Needs no lock. */
  TaskWatch watch(ContainerNode top) {
    return new TaskWatch(top, watches);
  }

  /** Calls back when a subtree gets its first task or loses its last. Needs no lock. */
  Watch watchPopulation(ContainerNode top, Runnable changed) {
    return populations.add(top, changed);
  }

  private void tellWatches(CssGroup group) {
    if (!watches.isEmpty()) {
      watches.forEach(watch -> watch.changed(group));
    }
  }

  /** What was seen goes out after the task, and comes in before it: never is it too little. */
  private void leave(
      CssGroup group,
      TaskEntry task,
      @Nullable MemberChunk chunk,
      int index,
      Consumer<ContainerNode> ifEmpty) {
    Objects.requireNonNull(chunk, "a task that was added has a place").remove(index);
    group.sums.remove(task.seen);
    tellWatches(group);
    if (group.members.isEmpty()) {
      populations.changed(group);
      for (int h = 0; h < group.width(); h++) {
        var container = group.containerOrNull(h);
        if (container != null) {
          ifEmpty.accept(container);
        }
      }
    }
  }

  /**
   * Moves a task into a container.
   *
   * @throws ContainerException ESRCH if it is ending, or what a subsystem refuses with
   */
  void attach(TaskEntry task, ContainerNode target) throws ContainerException {
    if (!task.claim()) {
      throw noSuchTask(task.pid());
    }
    try {
      attachClaimed(task, target);
    } finally {
      unclaim(task);
    }
  }

  private void attachClaimed(TaskEntry task, ContainerNode target) throws ContainerException {
    var from = task.group;
    var source = from.container(target.hierarchy());
    if (source == target) {
      return;
    }
    var bound = target.hierarchy().bound();
    askAll(bound, task, target);
    var to = core.groups.with(from, target);
    core.beginMoves();
    move(task, to);
    core.endMoves();
    populations.changed(to);
    for (var subsystem : bound) {
      subsystem.attach(to.state(subsystem), from.state(subsystem), task);
    }
    for (var subsystem : bound) {
      subsystem.postAttach(to.state(subsystem), from.state(subsystem), task);
    }
    sweepGroups();
    core.announcements.announce(() -> attached(task, source, target));
  }

  private static ContainerEvent attached(
      TaskEntry task, ContainerNode source, ContainerNode target) {
    return new ContainerEvent.Attached(
        target.hierarchy().id(),
        target.id(),
        target.path(),
        source.path(),
        task.pid(),
        task.startTimeNanos());
  }

  static void askAll(List<Registration> bound, TaskEntry task, ContainerNode target)
      throws ContainerException {
    for (int i = 0; i < bound.size(); i++) {
      try {
        bound.get(i).canAttach(target.state(bound.get(i)), task);
      } catch (ContainerException e) {
        for (var agreed : bound.subList(0, i).reversed()) {
          agreed.cancelAttach(target.state(agreed), task);
        }
        throw e;
      }
    }
  }

  /** Something that is done with a task, and can be refused. */
  @FunctionalInterface
  interface Action {
    void run() throws ContainerException;
  }

  /**
   * Does something while the task neither forks nor ends; nothing if it is ending.
   *
   * @throws ContainerException what the action throws
   */
  void whileAtRest(TaskEntry task, Action action) throws ContainerException {
    if (task.claim()) {
      try {
        action.run();
      } finally {
        unclaim(task);
      }
    }
  }

  /** Takes note of what the threads of a task do; not of one that is ending. */
  void see(TaskEntry task, StateCounts threads) {
    if (task.claim()) {
      var sums = task.group.sums;
      sums.add(threads);
      sums.remove(task.seen);
      task.seen = threads;
      unclaim(task);
    }
  }

  /** Gives a claimed task another group; it is in one or in both, never in none. */
  private void move(TaskEntry task, CssGroup to) {
    var from = task.group;
    var chunk = task.chunk;
    int index = task.index;
    to.sums.add(task.seen);
    if (!to.members.add(task)) {
      throw new IllegalStateException("a group was closed by another than the lock's holder");
    }
    task.group = to;
    leave(from, task, chunk, index, ContainerNode::checkForRelease);
  }

  private void unclaim(TaskEntry task) {
    if (!task.unclaim()) {
      finishExit(task);
    }
  }

  /** Throws a group away if nobody is in it. */
  private void retire(CssGroup group) {
    if (group != core.rootGroup && group.members.close()) {
      core.groups.remove(group);
    }
  }

  /** Ended tasks leave empty groups behind, which cost nothing but memory. */
  private void sweepGroups() {
    if (core.groups.size() > sweepAbove) {
      core.groups.all().forEach(this::retire);
      sweepAbove = core.groups.size() * 2 + 64;
    }
  }

  /**
   * Makes new groups after a change of hierarchies or subsystems and moves every task into its new
   * one. A task keeps its container in each hierarchy that still is, and is in the root of each new
   * one.
   *
   * <p>When it returns, every callback that was given a state of an old group is over, and none
   * will begin: a callback runs only while its task is counted in the group, and every old group
   * has been closed, which is refused while one is counted.
   */
  void regroup(Moved moved) {
    var old = core.groups;
    var absences = absences();
    core.groups = core.emptyGroups(absences);
    core.rootGroup = core.groups.of(roots());
    core.beginMoves();
    for (var from : old.all()) {
      var to = core.groups.of(containersIn(from));
      empty(from, to, moved);
      old.remove(from);
    }
    core.endMoves();
    absences.forEach(absence -> absence.endIn(core.rootGroup));
  }

  /** Moves everybody from one group to another and closes it when nobody is in it. */
  @SuppressWarnings("ThreadPriorityCheck") // an event may need the CPU that we are waiting on
  private void empty(CssGroup from, CssGroup to, Moved moved) {
    while (true) {
      from.members.forEach(task -> moveInRegroup(task, from, to, moved));
      if (from.members.close()) {
        return;
      }
      Thread.yield();
    }
  }

  /**
   * What is missed now, also by a version that is there but was refused its place: it keeps nothing
   * for the next one.
   */
  private List<Absence> absences() {
    return core.hierarchies().stream().flatMap(hierarchy -> hierarchy.absences().stream()).toList();
  }

  private void moveInRegroup(TaskEntry task, CssGroup from, CssGroup to, Moved moved) {
    if (task.group != from || !task.claim()) {
      return;
    }
    move(task, to);
    moved.accept(task, from, to);
    unclaim(task);
  }

  private @Nullable ContainerNode[] roots() {
    var roots = new @Nullable ContainerNode[width()];
    for (var hierarchy : core.hierarchies()) {
      roots[hierarchy.index()] = hierarchy.rootNode();
    }
    return roots;
  }

  private @Nullable ContainerNode[] containersIn(CssGroup from) {
    var containers = new @Nullable ContainerNode[width()];
    for (var hierarchy : core.hierarchies()) {
      containers[hierarchy.index()] = from.container(hierarchy);
    }
    return containers;
  }

  private int width() {
    return core.hierarchies().stream().mapToInt(h -> h.index() + 1).max().orElse(1);
  }

  static ContainerException noSuchTask(int pid) {
    return new ContainerException(Errno.ESRCH, Integer.toString(pid), null);
  }
}
