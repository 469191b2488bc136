package corral.framework.api;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How many of some tasks or threads are in each state; each is counted once. Immutable.
 *
 * <p>Where the host cannot tell who waits for I/O, {@code blocked} is 0 and who does is among the
 * uninterruptible: {@link corral.framework.api.host.TaskStates#tellsBlocked} says so.
 *
 * @param running those in {@link TaskState#RUNNING}
 * @param blocked those in {@link TaskState#BLOCKED}
 * @param uninterruptible those in {@link TaskState#UNINTERRUPTIBLE}
 * @param sleeping those in {@link TaskState#SLEEPING}
 * @param stopped those in {@link TaskState#STOPPED}
 */
public record StateCounts(
    int running, int blocked, int uninterruptible, int sleeping, int stopped) {
  /** Nobody at all. */
  public static final StateCounts NONE = new StateCounts(0, 0, 0, 0, 0);

  private static final Map<TaskState, StateCounts> ONES = new EnumMap<>(TaskState.class);

  static {
    for (var state : TaskState.values()) {
      ONES.put(state, NONE.plus(state, 1));
    }
  }

  /** One in this state, nobody in another. */
  public static StateCounts one(TaskState state) {
    return Objects.requireNonNull(ONES.get(state));
  }

  /** How many are in a state. */
  public int in(TaskState state) {
    return switch (state) {
      case RUNNING -> running;
      case BLOCKED -> blocked;
      case UNINTERRUPTIBLE -> uninterruptible;
      case SLEEPING -> sleeping;
      case STOPPED -> stopped;
    };
  }

  /** All of them. */
  public int total() {
    return running + blocked + uninterruptible + sleeping + stopped;
  }

  /** Those that count for a load average: they run, or nothing but the kernel can wake them. */
  public int active() {
    return running + blocked + uninterruptible;
  }

  /**
   * What a task does whose threads these are: the first state in the order of {@link TaskState} in
   * which one of them is.
   *
   * @throws IllegalStateException if there are none
   */
  public TaskState foremost() {
    for (var state : TaskState.values()) {
      if (in(state) > 0) {
        return state;
      }
    }
    throw new IllegalStateException("a task has a thread");
  }

  /** These and some more in one state. */
  public StateCounts plus(TaskState state, int more) {
    return new StateCounts(
        running + (state == TaskState.RUNNING ? more : 0),
        blocked + (state == TaskState.BLOCKED ? more : 0),
        uninterruptible + (state == TaskState.UNINTERRUPTIBLE ? more : 0),
        sleeping + (state == TaskState.SLEEPING ? more : 0),
        stopped + (state == TaskState.STOPPED ? more : 0));
  }

  /** These and others. */
  public StateCounts plus(StateCounts other) {
    return new StateCounts(
        running + other.running,
        blocked + other.blocked,
        uninterruptible + other.uninterruptible,
        sleeping + other.sleeping,
        stopped + other.stopped);
  }

  /** These without others that are among them. */
  public StateCounts minus(StateCounts other) {
    return new StateCounts(
        running - other.running,
        blocked - other.blocked,
        uninterruptible - other.uninterruptible,
        sleeping - other.sleeping,
        stopped - other.stopped);
  }
}
