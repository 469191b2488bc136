package corral.stats;

import corral.framework.api.Container;
import corral.framework.api.Hierarchy;
import corral.framework.api.stats.LoadAverages;
import corral.framework.api.stats.Reach;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The load averages of all containers. A step walks the containers, not their tasks. Anybody may
 * ask; one thread steps.
 */
final class Loads {
  /** Those of one container. */
  private record Pair(FixedLoads members, FixedLoads subtree) {
    static final Pair NONE = new Pair(FixedLoads.NONE, FixedLoads.NONE);

    Pair after(long steps, int active, int activeBelow) {
      return new Pair(members.after(steps, active), subtree.after(steps, activeBelow));
    }
  }

  private final long begunNanos;

  /** Replaced as a whole by each step, so that containers that have gone are forgotten. */
  private volatile Map<Container, Pair> pairs = Map.of();

  /** How many steps there were. */
  private long steps;

  /** All begin at zero. */
  Loads(long nowNanos) {
    begunNanos = nowNanos;
  }

  /**
   * Makes the steps that are due. A container that has come since the last is in none but the last
   * of them.
   *
   * @param active tells how many threads of a container's own tasks are active
   */
  void stepUntil(long nowNanos, List<Hierarchy> hierarchies, ToIntFunction<Container> active) {
    long due = (nowNanos - begunNanos) / FixedLoads.STEP.toNanos() - steps;
    if (due > 0) {
      steps += due;
      Map<Container, Pair> next = new HashMap<>();
      hierarchies.forEach(hierarchy -> step(hierarchy.root(), due, active, next));
      pairs = next;
    }
  }

  /** Answers how many are active in the container and below. */
  private int step(
      Container container, long due, ToIntFunction<Container> active, Map<Container, Pair> next) {
    int own = active.applyAsInt(container);
    int all = own;
    for (var child : container.children()) {
      all += step(child, due, active, next);
    }
    var known = pairs.get(container);
    next.put(container, known == null ? Pair.NONE.after(1, own, all) : known.after(due, own, all));
    return all;
  }

  LoadAverages of(Container container, Reach reach) {
    var pair = pairs.getOrDefault(container, Pair.NONE);
    return (reach == Reach.MEMBERS ? pair.members() : pair.subtree()).averages();
  }
}
