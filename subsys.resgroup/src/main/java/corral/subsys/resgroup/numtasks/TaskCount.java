package corral.subsys.resgroup.numtasks;

import corral.framework.api.Container;
import corral.subsys.resgroup.api.ResourceGroup;
import corral.subsys.resgroup.api.Shares;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one group, and how many there may be ({@code struct numtasks}). Thread-safe; what is
 * set is written under the management lock.
 */
final class TaskCount extends ResourceGroup<TaskCount> {
  /** The number that stands for no limit, as Resource Groups had it. */
  static final long UNLIMITED = Integer.MAX_VALUE;

  /** The tasks here and below. */
  private final LongAdder usage = new LongAdder();

  private final LongAdder successes = new LongAdder();

  /** The forks that were refused, or came beyond the limit, and those that came too fast. */
  private final Failures failures;

  private final Failures forkrateFailures;

  /** How many tasks all groups share. In the root only. */
  private volatile long total = UNLIMITED;

  private volatile ForkRate rate = ForkRate.NEW;

  /** The part of the total that follows from all shares up to the root. */
  private volatile long amount = UNLIMITED;

  TaskCount(Container container, @Nullable TaskCount parent, Failures.Alarm alarm) {
    super(container, parent, Shares.NEW);
    failures = new Failures("numtasks", this::limit, alarm);
    forkrateFailures = new Failures("forkrate", () -> rate.forks(), alarm);
    adjust();
  }

  /** Works out anew what is the group's own, when something above has changed. */
  void adjust() {
    var parent = parent();
    amount = parent == null ? total : parent.amountFor(shares().max());
  }

  /** What a child may have: as much as its parent if it does not care. */
  private long amountFor(int max) {
    return amount == UNLIMITED || !Shares.isQuantity(max)
        ? amount
        : Shares.part(max, amount, shares().childDivisor());
  }

  /** How many tasks the group is entitled to; 0 if it does not care. */
  long guarantee() {
    var parent = parent();
    int min = shares().min();
    return parent != null && Shares.isQuantity(min) && parent.amount != UNLIMITED
        ? Shares.part(min, parent.amount, parent.shares().childDivisor())
        : 0;
  }

  /** How many tasks there may be, here and below. The root's are all of the machine. */
  long limit() {
    return parent() != null && Shares.isQuantity(shares().max()) ? amount : UNLIMITED;
  }

  /** Whether something is to be held: otherwise at most a group above has a limit. */
  boolean isLimited() {
    return limit() != UNLIMITED || rate.isLimited();
  }

  /** The nearest limited group, from this one upwards; null if there is none. */
  @Nullable TaskCount nearestLimited() {
    var group = this;
    while (group != null && !group.isLimited()) {
      group = group.parent();
    }
    return group;
  }

  /** This group and all above, up to the root. */
  Stream<TaskCount> path() {
    var parent = parent();
    return parent == null ? Stream.of(this) : Stream.concat(Stream.of(this), parent.path());
  }

  /** This group and all below, parents first. */
  Stream<TaskCount> subtree() {
    return Stream.concat(Stream.of(this), children().stream().flatMap(TaskCount::subtree));
  }

  boolean isWithin(TaskCount other) {
    return path().anyMatch(group -> group == other);
  }

  long usage() {
    return usage.sum();
  }

  void come() {
    for (var group = this; group != null; group = group.parent()) {
      group.usage.increment();
    }
  }

  void go() {
    for (var group = this; group != null; group = group.parent()) {
      group.usage.decrement();
    }
  }

  long total() {
    return total;
  }

  void total(long newTotal) {
    total = newTotal;
  }

  ForkRate rate() {
    return rate;
  }

  void rate(ForkRate newRate) {
    rate = newRate;
  }

  LongAdder successes() {
    return successes;
  }

  Failures failures() {
    return failures;
  }

  Failures forkrateFailures() {
    return forkrateFailures;
  }
}
