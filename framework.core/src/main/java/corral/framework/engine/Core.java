package corral.framework.engine;

import corral.framework.api.Caller;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of the engine share: the one management lock, the tasks, the groups, and the lists
 * of hierarchies and subsystems. It holds them together and knows no rule.
 *
 * <p>The lists are replaced as a whole, under the management lock; anybody may read them.
 */
final class Core {
  /** Serialises every change of structure: mount, mkdir, rmdir, attach, bind. */
  final ReentrantLock lock = new ReentrantLock();

  final TaskTable tasks = new TaskTable();
  final Limits limits;

  final Announcements announcements = new Announcements();

  /** Containers to look at for release. */
  final BlockingQueue<ContainerNode> releaseQueue = new LinkedBlockingQueue<>();

  private final AtomicLong containerIds = new AtomicLong();
  private final AtomicLong groupIds = new AtomicLong();

  /** Guarded by the management lock. */
  GroupTable groups;

  /** The group of a task that is in the root of every hierarchy. */
  volatile CssGroup rootGroup;

  /** The registered subsystems in the order of their registration. */
  private volatile List<Registration> subsystems = List.of();

  /** The active hierarchies; the first is hierarchy 0. */
  private volatile List<HierarchyRoot> hierarchies;

  /** Odd while tasks are between two groups; written under the management lock. */
  private volatile int moves;

  Core(Limits limits) {
    this.limits = limits;
    var zero = new HierarchyRoot(this, 0, 0, "", false, FileTable.EMPTY, new Caller(0, 0, 0));
    this.hierarchies = List.of(zero);
    this.groups = emptyGroups(List.of());
    this.rootGroup = groups.of(new @Nullable ContainerNode[] {zero.rootNode()});
  }

  long nextContainerId() {
    return containerIds.incrementAndGet();
  }

  /** A table for groups with the states of all subsystems, of which some are missing. */
  GroupTable emptyGroups(List<Absence> absences) {
    return new GroupTable(subsystems, absences, groupIds::incrementAndGet);
  }

  HierarchyRoot hierarchyZero() {
    return hierarchies.getFirst();
  }

  List<HierarchyRoot> hierarchies() {
    return hierarchies;
  }

  void hierarchies(List<HierarchyRoot> all) {
    hierarchies = List.copyOf(all);
  }

  List<Registration> subsystems() {
    return subsystems;
  }

  /** The registered subsystem of this name; null if there is none. */
  @Nullable Registration subsystem(String name) {
    return subsystems.stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
  }

  void subsystems(List<Registration> all) {
    subsystems = List.copyOf(all);
  }

  /** What a subsystem misses that a hierarchy waits for; null if none does. */
  @Nullable Absence absence(String subsystem) {
    for (var hierarchy : hierarchies) {
      var absence = hierarchy.absence(subsystem);
      if (absence != null) {
        return absence;
      }
    }
    return null;
  }

  /** Tasks are about to go from group to group. Under the management lock. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // the management lock serialises the writers
  void beginMoves() {
    moves++;
  }

  /** The counterpart of {@link #beginMoves}. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // the management lock serialises the writers
  void endMoves() {
    moves++;
  }

  /**
   * Reads something that must not be seen while a task is between two groups. Takes no lock, unless
   * moves go on and on.
   */
  <T> T consistently(Supplier<T> read) {
    for (int attempt = 0; attempt < 3; attempt++) {
      int before = moves;
      T result = read.get();
      if (before % 2 == 0 && before == moves) {
        return result;
      }
    }
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }
}
