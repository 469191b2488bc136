package corral.framework.engine;

import corral.framework.api.Container;
import corral.framework.api.CpuUsage;
import corral.framework.api.Hierarchy;
import corral.framework.api.StateCounts;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import corral.framework.api.TaskGroup;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A live task and its one reference to the group that says where it belongs.
 *
 * <p>Forking, moving and ending a task exclude each other through {@link #motion}, without a lock:
 * a mover claims the task; an exit that finds it claimed leaves its work to the mover and goes on.
 * So a subsystem's callbacks for one task never overlap, and nobody on the event path waits.
 */
final class TaskEntry implements Task {
  /** The fork callbacks are running; the task is owned by the thread that tells of the fork. */
  private static final int FORKING = 0;

  private static final int AT_REST = 1;

  /** Owned by the holder of the management lock. */
  private static final int MOVING = 2;

  /** As {@link #MOVING}; the owner is to end the task when it is done. */
  private static final int MOVING_THEN_EXIT = 3;

  /** Owned for good by the thread that ends it. */
  private static final int EXITED = 4;

  private static final AtomicIntegerFieldUpdater<TaskEntry> MOTION =
      AtomicIntegerFieldUpdater.newUpdater(TaskEntry.class, "motion");
  private static final AtomicReferenceFieldUpdater<TaskEntry, CssGroup> GROUP =
      AtomicReferenceFieldUpdater.newUpdater(TaskEntry.class, CssGroup.class, "group");

  private final int pid;
  private final int parentPid;
  private final long startTimeNanos;

  /** Written by the owner of {@link #motion} only. */
  volatile CssGroup group;

  /** The task's place among the members of its group; for the owner of {@link #motion} only. */
  @Nullable MemberChunk chunk;

  /** As {@link #chunk}. */
  int index;

  /**
   * What its threads were last seen to do, null if never; for the owner of {@link #motion} only.
   */
  @Nullable StateCounts seen;

  /** {@link #FORKING} at first. */
  private volatile int motion;

  private volatile @Nullable CpuUsage finalUsage;

  @SuppressWarnings("NullAway.Init") // that lazySet sets the group is not seen
  TaskEntry(int pid, int parentPid, long startTimeNanos, CssGroup group) {
    this.pid = pid;
    this.parentPid = parentPid;
    this.startTimeNanos = startTimeNanos;
    GROUP.lazySet(this, group); // whoever can see the task has read it from somewhere atomic
  }

  @Override
  public int pid() {
    return pid;
  }

  @Override
  public long startTimeNanos() {
    return startTimeNanos;
  }

  @Override
  public int parentPid() {
    return parentPid;
  }

  @Override
  public @Nullable SubsystemState state(int subsystemId) {
    return group.state(subsystemId);
  }

  @Override
  public Container container(Hierarchy hierarchy) {
    return group.container((HierarchyRoot) hierarchy);
  }

  @Override
  public TaskGroup taskGroup() {
    return group.look();
  }

  @Override
  public @Nullable CpuUsage finalUsage() {
    return finalUsage;
  }

  /** The fork is complete. Called by the thread that tells of it. */
  void settle() {
    MOTION.lazySet(this, AT_REST); // who waits for it need not see it at once
  }

  /**
   * The group, when a fork in progress is complete: until then it may be one that was closed. For
   * the holder of the management lock.
   */
  CssGroup settledGroup() {
    while (motion == FORKING) {
      letOthersRun();
    }
    return group;
  }

  /** The task has ended, and is about to leave its group; it is found in the roots from now on. */
  void endIn(CssGroup roots) {
    GROUP.lazySet(this, roots);
  }

  /**
   * Claims the task for a move. Waits for a fork in progress, which is short and never waits
   * itself. Called under the management lock.
   *
   * @return false if the task is ending
   */
  boolean claim() {
    while (!MOTION.compareAndSet(this, AT_REST, MOVING)) {
      if (motion == EXITED) {
        return false;
      }
      letOthersRun();
    }
    return true;
  }

  /**
   * Ends a claim.
   *
   * @return false if the task has ended meanwhile, and the caller is to carry out its exit
   */
  boolean unclaim() {
    if (MOTION.compareAndSet(this, MOVING, AT_REST)) {
      return true;
    }
    motion = EXITED;
    return false;
  }

  /**
   * Tells that the task has ended.
   *
   * @return whether the caller is to carry out the exit; else a mover will, or another did
   */
  boolean beginExit(@Nullable CpuUsage usage) {
    if (usage != null) {
      finalUsage = usage;
    }
    while (!isExiting()) {
      if (MOTION.compareAndSet(this, AT_REST, EXITED)) {
        return true;
      }
      if (MOTION.compareAndSet(this, MOVING, MOVING_THEN_EXIT)) {
        return false;
      }
      letOthersRun();
    }
    return false;
  }

  @SuppressWarnings("ThreadPriorityCheck") // whom we wait for may need the CPU that we have
  private static void letOthersRun() {
    Thread.yield();
  }

  boolean isExiting() {
    int now = motion;
    return now == EXITED || now == MOVING_THEN_EXIT;
  }

  @Override
  public String toString() {
    return "task " + pid;
  }
}
