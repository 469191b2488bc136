package corral.stats;

import corral.framework.api.Container;
import corral.framework.api.TaskState;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.TaskStates;
import corral.framework.api.stats.Reach;
import corral.framework.api.stats.SamplerReport;
import corral.framework.api.stats.StateLedger;
import corral.framework.api.stats.StateLedger.Sighting;
import corral.framework.api.stats.Statistics;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Looks at all tasks, enters what they do, and keeps the load averages. Anybody may ask; one thread
 * looks.
 */
final class Sampler implements AutoCloseable {
  /** How much a look counts in the average of the cost. */
  private static final double WEIGHT = 0.125;

  private final ContainerAdmin admin;
  private final StateLedger ledger;
  private final TaskStates states;
  private final TaskStates.Watch watch;
  private final Loads loads;
  private volatile Pace pace;
  private volatile SamplerReport report;

  /** Asked at each look, for to find out can take longer than all the rest of an answer. */
  private volatile boolean tellsBlocked;

  private long lastNanos;

  Sampler(ContainerAdmin admin, StateLedger ledger, TaskStates states, Pace pace, long nowNanos) {
    this.admin = admin;
    this.ledger = ledger;
    this.states = states;
    this.pace = pace;
    this.watch = states.watch();
    this.loads = new Loads(nowNanos);
    this.tellsBlocked = states.tellsBlocked();
    this.report = report(Duration.ZERO, 0, 0, new TaskStates.Effort(0, 0), 0);
  }

  /** Goes on at another pace. */
  void pace(Pace newPace) {
    pace = newPace;
  }

  Pace pace() {
    return pace;
  }

  /** Looks once. */
  void look(long nowNanos) {
    var seen = new ArrayList<Sighting>();
    var effort =
        watch.look(admin.tasks(), (task, threads) -> seen.add(new Sighting(task, threads)));
    ledger.enter(seen);
    tellsBlocked = states.tellsBlocked();
    loads.stepUntil(nowNanos, admin.hierarchies(), this::active);
    var before = report;
    var passed = before.looks() == 0 ? Duration.ZERO : Duration.ofNanos(nowNanos - lastNanos);
    lastNanos = nowNanos;
    report = report(passed, before.share(), before.looks() + 1, effort, seen.size());
  }

  /** Takes down what the last look has cost, with all that followed from it. */
  void spent(long cpuNanos, Duration untilNext) {
    var last = report;
    double share = (double) cpuNanos / untilNext.toNanos();
    double average = last.looks() <= 1 ? share : last.share() + WEIGHT * (share - last.share());
    report =
        report(
            last.lastPeriod(),
            average,
            last.looks(),
            new TaskStates.Effort(last.asked(), last.read()),
            last.changed());
  }

  private SamplerReport report(
      Duration lastPeriod, double share, long looks, TaskStates.Effort effort, int changed) {
    var now = pace;
    return new SamplerReport(
        states.means(),
        now.period(),
        now.mostShare(),
        lastPeriod,
        share,
        looks,
        effort.asked(),
        effort.read(),
        changed);
  }

  SamplerReport report() {
    return report;
  }

  Statistics of(Container container, Reach reach) {
    var sum = sum(container, reach);
    return new Statistics(
        sum.tasks().plus(TaskState.RUNNING, sum.unseen()),
        sum.threads().plus(TaskState.RUNNING, sum.unseen()),
        tellsBlocked,
        loads.of(container, reach));
  }

  private int active(Container container) {
    var tally = ledger.tally(container);
    return tally.threads().active() + tally.unseen();
  }

  private StateLedger.Tally sum(Container container, Reach reach) {
    var sum = ledger.tally(container);
    if (reach == Reach.SUBTREE) {
      for (var child : container.children()) {
        sum = plus(sum, sum(child, reach));
      }
    }
    return sum;
  }

  private static StateLedger.Tally plus(StateLedger.Tally one, StateLedger.Tally other) {
    return new StateLedger.Tally(
        one.tasks().plus(other.tasks()),
        one.threads().plus(other.threads()),
        one.unseen() + other.unseen());
  }

  @Override
  public void close() {
    watch.close();
  }
}
