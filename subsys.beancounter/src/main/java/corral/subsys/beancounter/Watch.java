package corral.subsys.beancounter;

import corral.framework.api.Container;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Task;
import corral.framework.api.event.LimitAlarms;
import corral.subsys.beancounter.api.Resource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reports when bounds are met, and keeps a patrol in the hierarchy that the subsystem is bound to.
 * Thread-safe.
 */
final class Watch implements Alarms, AutoCloseable {
  private static final Logger LOG = System.getLogger(Watch.class.getName());

  /** The least time between two alarms about one resource of one account. */
  private static final long ALARM_NANOS = 1_000_000_000L;

  private final Means means;
  private final Gauges gauges;

  /** Tells others that a limit was met. */
  private final LimitAlarms alarms;

  /** When it was told last, by the clock of {@link System#nanoTime}. */
  private final Map<Limit, Long> told = new ConcurrentHashMap<>();

  private record Limit(Account account, Resource resource) {}

  /** Guarded by this. */
  private Intervals intervals;

  /** The subsystem and the hierarchy that are watched; null if none is. Guarded by this. */
  private @Nullable ContainerSubsystem<Account> subsystem;

  private @Nullable Container top;

  /** Whether it is over, though the framework may not know yet. Guarded by this. */
  private boolean closed;

  /** Written under the monitor; null if nothing is watched. */
  private volatile @Nullable Patrol patrol;

  Watch(Means means, LimitAlarms alarms, Intervals intervals) {
    this.means = means;
    this.alarms = alarms;
    this.gauges = new Gauges(means);
    this.intervals = intervals;
  }

  /** Begins anew with other intervals. */
  synchronized void every(Intervals newIntervals) {
    intervals = newIntervals;
    begin();
  }

  /** Watches another hierarchy from now on; none if its root is null. */
  synchronized void over(ContainerSubsystem<Account> owner, @Nullable Container newTop) {
    subsystem = owner;
    top = newTop;
    begin();
  }

  private void begin() {
    var earlier = patrol;
    if (earlier != null) {
      earlier.end();
      patrol = null;
    }
    if (subsystem != null && top != null && !closed) {
      var next = new Patrol(subsystem, top, means);
      next.begin(intervals, earlier);
      patrol = next;
    }
  }

  /** Gives every task back what was taken from it, and ends the thread. */
  @Override
  public void close() {
    Patrol last;
    synchronized (this) {
      last = patrol;
      closed = true;
      begin();
    }
    if (last != null) {
      last.awaitEnd();
    }
  }

  int openFiles(Task task) {
    return gauges.openFiles(task);
  }

  /** A task has come by a fork, or has been there. */
  void came(Account account) {
    ifWatching(patrol -> patrol.hurryIfLimited(account));
  }

  void moved(Task task, Account from, Account to) {
    ifWatching(patrol -> patrol.moved(task, from, to));
  }

  void ended(Account account, Task task) {
    ifWatching(patrol -> patrol.ended(task, account));
  }

  void forget(Account account) {
    told.keySet().removeIf(limit -> limit.account() == account);
    ifWatching(patrol -> patrol.forget(account));
  }

  private void ifWatching(Consumer<Patrol> action) {
    var current = patrol;
    if (current != null) {
      action.accept(current);
    }
  }

  @Override
  public void barrierPassed(Account account, Resource resource, Counter now) {
    LOG.log(
        Level.INFO,
        "%s: %s passed the barrier of %d: %d %s"
            .formatted(
                account.container().path(),
                resource.fileName(),
                now.barrier(),
                now.held(),
                resource.unit()));
    resource.barrierHit(account);
  }

  @Override
  public void boundChanged(Account account, Resource resource) {
    ifWatching(patrol -> patrol.bounded(account));
  }

  /** In the log only each failure whose number is a power of two, or it would be flooded. */
  @Override
  public void limitHit(Account account, Resource resource, Counter now) {
    if (Long.bitCount(now.failcnt()) == 1) {
      LOG.log(
          Level.WARNING,
          "%s: %s met the limit of %d, failure %d: %d %s"
              .formatted(
                  account.container().path(),
                  resource.fileName(),
                  now.limit(),
                  now.failcnt(),
                  now.held(),
                  resource.unit()));
    }
    resource.limitHit(account);
    // What is charged to a container that was removed is nobody's to look at any more.
    if (!account.container().isRemoved()) {
      tell(account, resource, now);
      ifWatching(patrol -> patrol.hurry(account));
    }
  }

  private void tell(Account account, Resource resource, Counter now) {
    var limit = new Limit(account, resource);
    long nanos = System.nanoTime();
    var last = told.get(limit);
    if (last == null || nanos - last >= ALARM_NANOS) {
      told.put(limit, nanos);
      alarms.limitHit(
          account.container(),
          BeanCounterSubsystem.NAME,
          resource.fileName(),
          now.limit(),
          now.failcnt());
    }
  }

  List<Enforcement> promises() {
    var current = patrol;
    Intervals every;
    synchronized (this) {
      every = intervals;
    }
    return Promises.of(means, every, current == null ? Map.of() : current.exceptions());
  }
}
