package corral.subsys.resgroup.cpu;

import corral.framework.api.Container;
import corral.subsys.resgroup.api.ResourceGroup;
import corral.subsys.resgroup.api.Shares;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one group has of the CPUs. Thread-safe. */
final class CpuShare extends ResourceGroup<CpuShare> {
  /** The level of a group whose members have their own. */
  static final int NONE = Integer.MIN_VALUE;

  /** Until somebody has looked. */
  private static final int UNKNOWN = -1;

  /** What a share is taken for that is nothing: who runs at all has a little. */
  private static final double LEAST_PART = 1e-6;

  private volatile int level = NONE;
  private volatile int busy = UNKNOWN;

  CpuShare(Container container, @Nullable CpuShare parent) {
    super(
        container,
        parent,
        new Shares(Shares.DONT_CARE, Shares.UNSUPPORTED, Shares.DEFAULT_DIVISOR));
  }

  /** The nice level of its members; {@link #NONE} if each has its own. */
  int level() {
    return level;
  }

  void level(int newLevel) {
    level = newLevel;
  }

  /** How many members want a CPU; as long as nobody has looked, one if there are any. */
  int busy() {
    return busy == UNKNOWN ? Math.min(1, tasks()) : busy;
  }

  void busy(int newBusy) {
    busy = newBusy;
  }

  int tasks() {
    return container().taskCount();
  }

  /** This group and all below. */
  Stream<CpuShare> subtree() {
    return Stream.concat(Stream.of(this), children().stream().flatMap(CpuShare::subtree));
  }

  /** The groups below the root, whose members are acted on. */
  Stream<CpuShare> below() {
    return children().stream().flatMap(CpuShare::subtree);
  }

  boolean isAsked() {
    return Shares.isQuantity(shares().min());
  }

  /**
   * What a child has of this group, from 0 to 1.
   *
   * @param rest what {@link #restForEach} says
   */
  double partOf(CpuShare child, double rest) {
    return child.isAsked()
        ? Math.max(LEAST_PART, (double) child.shares().min() / shares().childDivisor())
        : rest;
  }

  /**
   * What each has who has not asked: an equal part of what is left. The group's own members are one
   * of them, but for those of the root, who are let alone.
   */
  double restForEach() {
    var children = children();
    long asked = Shares.sumOfMinima(children.stream().map(ResourceGroup::shares).toList());
    long others = children.stream().filter(child -> !child.isAsked()).count();
    if (parent() != null) {
      others++;
    }
    double rest = 1 - (double) asked / shares().childDivisor();
    return Math.max(LEAST_PART, rest / Math.max(1, others));
  }

  /** What the group has of all CPUs when everybody wants them, from 0 to 1. */
  double entitlement() {
    var parent = parent();
    return parent == null ? 1 : parent.entitlement() * parent.partOf(this, parent.restForEach());
  }
}
