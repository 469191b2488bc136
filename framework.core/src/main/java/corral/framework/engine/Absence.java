package corral.framework.engine;

import corral.framework.api.SubsystemState;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a subsystem that has left misses while a hierarchy waits for it. On its return it is told,
 * so that a bundle can be updated without losing the use of a task that ended meanwhile.
 */
final class Absence {
  /** So many ended tasks are remembered at the most, which takes some 30 MB. */
  static final int MOST_REMEMBERED = 1 << 18;

  /** A task that ended, and where. */
  private record Ended(TaskEntry task, ContainerNode container) {}

  private final String subsystem;
  private final HierarchyRoot hierarchy;

  /** The tasks that the subsystem had been told of; for the holder of the management lock. */
  private final Set<TaskEntry> known = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final AtomicInteger remembered = new AtomicInteger();
  private final LongAdder forgotten = new LongAdder();

  Absence(String subsystem, HierarchyRoot hierarchy) {
    this.subsystem = subsystem;
    this.hierarchy = hierarchy;
  }

  /** The name of the subsystem that has left. */
  String subsystem() {
    return subsystem;
  }

  /** The hierarchy that waits for it. */
  HierarchyRoot hierarchy() {
    return hierarchy;
  }

  /** The subsystem has been told of this task, and of its end not yet. */
  void knows(TaskEntry task) {
    known.add(task);
  }

  /** A task ends that is in this group. Takes no lock; called for every exit. */
  void ended(TaskEntry task, CssGroup group) {
    if (remembered.incrementAndGet() <= MOST_REMEMBERED) {
      ended.add(new Ended(task, group.container(hierarchy)));
    } else {
      forgotten.increment();
    }
  }

  /**
   * The tasks that have ended are found in these roots: so they keep nothing alive of a group that
   * is closed, such as the states of a subsystem that has gone since.
   */
  void endIn(CssGroup roots) {
    ended.forEach(end -> end.task().endIn(roots));
  }

  /** Tells the subsystem, which has its states again, of a task that lives. */
  void tellOfLive(Registration returned, SubsystemState css, TaskEntry task) {
    if (known.contains(task)) {
      returned.adopt(css, task);
    } else {
      returned.fork(css, task);
    }
  }

  /**
   * Tells the subsystem of the tasks that have ended, when no exit can come here any more. One
   * whose container was removed counts in the nearest one above that is still there.
   *
   * @return how many have been forgotten
   */
  long tellOfEnded(Registration returned) {
    for (var end = ended.poll(); end != null; end = ended.poll()) {
      returned.missedExit(stillThere(end.container()).state(returned), end.task());
    }
    return forgotten.sum();
  }

  private static ContainerNode stillThere(ContainerNode container) {
    var parent = container.parent();
    return container.isRemoved() && parent != null ? stillThere(parent) : container;
  }
}
