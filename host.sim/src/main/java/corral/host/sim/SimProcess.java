package corral.host.sim;

import corral.framework.api.CpuUsage;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.MemoryAccounting;
import corral.framework.api.host.NamespaceIds;
import corral.framework.api.host.NamespaceKind;
import corral.framework.api.host.TaskInfo;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A process of the simulated machine, a mere record of it: {@link Processes} has the rules of its
 * life and {@link Scheduler} those of its running.
 *
 * <p>What is its own is guarded by its monitor, and what ties it to its siblings by that of its
 * parent. Whoever needs both takes the child's first; only a fork, whose child nobody knows yet,
 * takes the parent's first.
 */
final class SimProcess {
  static final int DEFAULT_WEIGHT = 100;

  /** How much more a process gets than one whose nice level is one greater, as on Linux. */
  private static final double RATIO_OF_LEVELS = 1.25;

  /** As on Linux ({@code INR_OPEN_CUR}). */
  static final long DEFAULT_MOST_FILES = 1024;

  private static final MemoryAccounting.Usage NO_MEMORY = new MemoryAccounting.Usage(0, 0, 0);

  final int pid;
  final long startTimeNanos;

  /** Whether the machine cannot do without it. */
  final boolean vital;

  /** Whether it cannot be moved from its CPUs ({@code PF_NO_SETAFFINITY}). */
  final boolean bound;

  // Its own.
  String command;
  ProcessState state = ProcessState.RUNNING;

  /** What it did when a signal stopped it; null if none did. */
  @Nullable ProcessState stateBeforeStop;

  int uid;
  int savedUid;
  IndexSet cpus;

  /** Where it could run before it was pinned; null if it is not pinned. */
  @Nullable IndexSet cpusBeforePin;

  int weight = DEFAULT_WEIGHT;

  /** Its nice level. */
  int level;

  /** The level that it had before somebody set it; null if nobody did. */
  @Nullable Integer levelBefore;

  int lastCpu = -1;
  int memoryNode;
  long lastRanNanos;
  MemoryAccounting.Usage memory = NO_MEMORY;

  /** Where what is resident of it is. */
  Placement placement = Placement.NONE;

  /** How often it had to free memory before it was given some. */
  long directReclaims;

  /** Its standard input, output and error. */
  int openFiles = 3;

  /** How many files it may have open; never more than {@link #ownMostFiles}. */
  long mostFiles = DEFAULT_MOST_FILES;

  /** The same if nobody bounds it. */
  long ownMostFiles = DEFAULT_MOST_FILES;

  /** The group that counts it as a task; null if none does. */
  @Nullable SimTaskGroup taskGroup;

  NamespaceIds namespaces = SimNamespaces.INITIAL;

  /** Those in which its next children begin. */
  NamespaceIds childNamespaces = namespaces;

  long userNanos;
  long systemNanos;

  /** How long it could run, and did not. */
  long cpuDelayNanos;

  /** How long it has been blocked. */
  long ioDelayNanos;

  /** Hears of its exit status. */
  @Nullable CompletableFuture<Integer> exitStatus;

  /** Changes under the monitor of the parent that it names. */
  volatile @Nullable SimProcess parent;

  // Its ties.
  private @Nullable SimProcess nextSibling;
  private @Nullable SimProcess previousSibling;

  /** Whether it has ended and waits for its parent. */
  boolean unreaped;

  /** Of its own children, so guarded by its own monitor. */
  private @Nullable SimProcess firstChild;

  /** A process that is there from the start. */
  SimProcess(int pid, @Nullable SimProcess parent, SystemProcess kind, IndexSet cpus) {
    this.pid = pid;
    this.parent = parent;
    this.startTimeNanos = 0;
    this.vital = kind.vital();
    this.bound = kind.bound();
    this.command = kind.command();
    this.cpus = cpus;
    this.state = ProcessState.SLEEPING;
  }

  /** A child of a process whose monitor the caller holds. */
  SimProcess(int pid, SimProcess parent, long startTimeNanos) {
    this.pid = pid;
    this.parent = parent;
    this.startTimeNanos = startTimeNanos;
    this.vital = false;
    this.bound = false;
    this.command = parent.command;
    this.uid = parent.uid;
    this.savedUid = parent.savedUid;
    this.cpus = parent.cpus;
    this.cpusBeforePin = parent.cpusBeforePin;
    this.weight = parent.weight;
    this.level = parent.level;
    this.levelBefore = parent.levelBefore;
    this.memoryNode = parent.memoryNode;
    this.memory = parent.memory;
    this.placement = parent.placement;
    this.openFiles = parent.openFiles;
    this.mostFiles = parent.mostFiles;
    this.ownMostFiles = parent.ownMostFiles;
    this.taskGroup = parent.taskGroup;
    this.namespaces = parent.childNamespaces;
    this.childNamespaces = parent.childNamespaces;
  }

  boolean hasEnded() {
    return state == ProcessState.ZOMBIE;
  }

  /** Changes what it does, whatever a signal has made of it. */
  void become(ProcessState newState) {
    if (newState == ProcessState.STOPPED) {
      stop();
    } else {
      state = newState;
      stateBeforeStop = null;
    }
  }

  /** As SIGSTOP does. */
  void stop() {
    if (stateBeforeStop == null) {
      stateBeforeStop = state;
      state = ProcessState.STOPPED;
    }
  }

  /** As SIGCONT does. */
  void resume() {
    if (stateBeforeStop != null) {
      state = stateBeforeStop;
      stateBeforeStop = null;
    }
  }

  /** Confines it, and remembers what it had before the first time. */
  void pin(IndexSet some) {
    if (cpusBeforePin == null) {
      cpusBeforePin = cpus;
    }
    cpus = some;
  }

  /** The counterpart of {@link #pin}. */
  void unpin() {
    if (cpusBeforePin != null) {
      cpus = cpusBeforePin;
      cpusBeforePin = null;
    }
  }

  /** Sets its nice level, and remembers what it had before the first time. */
  void nice(int newLevel) {
    if (levelBefore == null) {
      levelBefore = level;
    }
    level = newLevel;
  }

  /** The counterpart of {@link #nice}. */
  void unnice() {
    if (levelBefore != null) {
      level = levelBefore;
      levelBefore = null;
    }
  }

  /** Its part of the CPUs that it shares with others, by its weight and its nice level. */
  double effectiveWeight() {
    return weight * Math.pow(RATIO_OF_LEVELS, -level);
  }

  /** Goes from the group of tasks that it may be in to another, or to none. */
  void enter(@Nullable SimTaskGroup group) {
    if (group != null) {
      group.add();
    }
    if (taskGroup != null) {
      taskGroup.remove();
    }
    taskGroup = group;
  }

  /** Takes memory, on the node that it belongs to, or gives some back. */
  void use(MemoryAccounting.Usage newMemory) {
    memory = newMemory;
    placement = placement.withTotal(newMemory.residentPages(), memoryNode);
  }

  /**
   * Puts its next children into another namespace.
   *
   * @param itself whether it goes there, too
   */
  void put(NamespaceKind kind, long namespace, boolean itself) {
    childNamespaces = childNamespaces.with(kind, namespace);
    if (itself) {
      namespaces = namespaces.with(kind, namespace);
    }
  }

  CpuUsage usage() {
    long total = userNanos + systemNanos;
    return total == 0 ? CpuUsage.NONE : new CpuUsage(total, userNanos, systemNanos);
  }

  TaskInfo info() {
    var itsParent = parent;
    int parentPid = itsParent == null ? 0 : itsParent.pid;
    return new TaskInfo(pid, parentPid, startTimeNanos, uid, savedUid, hasEnded(), command);
  }

  /** What it is on a machine with so many memory nodes. */
  ProcessStatus status(int nodes) {
    var unpinned = Objects.requireNonNullElse(cpusBeforePin, cpus);
    return new ProcessStatus(
        info(),
        state,
        cpus,
        unpinned,
        usage(),
        weight,
        lastCpu,
        memoryNode,
        placement.onEach(nodes));
  }

  /** Takes a child in. Under this one's monitor. */
  void adopt(SimProcess child) {
    child.parent = this;
    child.nextSibling = firstChild;
    if (firstChild != null) {
      firstChild.previousSibling = child;
    }
    firstChild = child;
  }

  /** The counterpart of {@link #adopt}. Under this one's monitor. */
  void disown(SimProcess child) {
    var next = child.nextSibling;
    var previous = child.previousSibling;
    if (next != null) {
      next.previousSibling = previous;
    }
    if (previous == null) {
      firstChild = next;
    } else {
      previous.nextSibling = next;
    }
    child.nextSibling = null;
    child.previousSibling = null;
  }

  /** Under this one's monitor. */
  @Nullable SimProcess firstChild() {
    return firstChild;
  }

  /** Under the monitor of its parent. */
  @Nullable SimProcess nextSibling() {
    return nextSibling;
  }
}
