package corral.subsys.resgroup.cpu;

import corral.framework.api.host.Priorities;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/**
 * Works out nice levels by which the busy tasks of groups share a CPU as the groups' shares say.
 * What a group has is divided among its busy tasks, and what idle groups do not use goes to their
 * siblings. The task that is to get most has level 0; the others come after it, by as many levels
 * as their ratio makes, up to the last one. Belongs to one thread.
 */
final class Levels {
  /** How much more a task gets than one whose level is one greater. */
  private static final double RATIO = 1.25;

  /** How far a level may be from the ideal before it is changed: counts of busy tasks waver. */
  private static final double TOLERANCE = 0.75;

  /**
   * Somebody who has a part of a group.
   *
   * @param use takes what that comes to
   */
  private record Claim(double part, boolean isBusy, DoubleConsumer use) {}

  /** What each busy task is to get, by group. */
  private final Map<CpuShare, Double> perTask = new HashMap<>();

  private Levels() {}

  /** The levels of all groups below the root that have members. */
  static Map<CpuShare, Integer> of(CpuShare root) {
    var levels = new Levels();
    levels.divide(root, 1);
    double most = levels.perTask.values().stream().mapToDouble(part -> part).max().orElse(1);
    Map<CpuShare, Integer> result = new HashMap<>();
    levels.perTask.forEach((group, part) -> result.put(group, level(group.level(), most / part)));
    return result;
  }

  private static int level(int now, double ratio) {
    double ideal = Math.min(Math.log(ratio) / Math.log(RATIO), Priorities.LAST);
    return Math.abs(ideal - now) <= TOLERANCE ? now : (int) Math.round(ideal);
  }

  /** Divides what a group has among its own tasks and its children, who are claimants alike. */
  private void divide(CpuShare group, double part) {
    List<Claim> claims = new ArrayList<>();
    double rest = group.restForEach();
    if (group.parent() != null && group.tasks() > 0) {
      claims.add(
          new Claim(
              rest, group.busy() > 0, its -> perTask.put(group, its / Math.max(1, group.busy()))));
    }
    group.children().stream()
        .filter(Levels::isPopulated)
        .map(
            child -> new Claim(group.partOf(child, rest), isBusy(child), its -> divide(child, its)))
        .forEach(claims::add);

    double busy = claims.stream().filter(Claim::isBusy).mapToDouble(Claim::part).sum();
    double all = claims.stream().mapToDouble(Claim::part).sum();
    for (var claim : claims) {
      // Who is idle is in the right proportion to the others when he wakes up.
      claim.use().accept(part * claim.part() / (busy == 0 ? all : busy));
    }
  }

  private static boolean isPopulated(CpuShare group) {
    return group.subtree().anyMatch(below -> below.tasks() > 0);
  }

  private static boolean isBusy(CpuShare group) {
    return group.subtree().anyMatch(below -> below.busy() > 0);
  }
}
