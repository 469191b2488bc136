package corral.subsys.beancounter;

import static corral.subsys.beancounter.api.BuiltInResource.NUMFILES;
import static corral.subsys.beancounter.api.BuiltInResource.NUMTASKS;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.SubsystemState;
import corral.subsys.beancounter.api.BeanCounter;
import corral.subsys.beancounter.api.BuiltInResource;
import corral.subsys.beancounter.api.Prepaid;
import corral.subsys.beancounter.api.Resource;
import corral.subsys.beancounter.api.Severity;
import corral.subsys.beancounter.api.Usage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The counters of one container. All figures are in one immutable page, and every change replaces
 * the page by one compare-and-set; so two resources change in one step, a snapshot is one read, and
 * nobody ever waits. Thread-safe.
 */
final class Account extends SubsystemState implements BeanCounter {
  private static final AtomicReferenceFieldUpdater<Account, Page> PAGE =
      AtomicReferenceFieldUpdater.newUpdater(Account.class, Page.class, "page");

  /** Makes of a counter the same with other bounds. */
  @FunctionalInterface
  interface Bounds {
    Counter of(Counter before) throws ContainerException;
  }

  private final Supplier<Catalog> catalog;
  private final Alarms alarms;

  /** Changed only through {@link #PAGE}. */
  private volatile Page page;

  /** Written under the management lock. */
  private volatile Policy policy = Policy.REPORT;

  Account(Container container, Supplier<Catalog> catalog, Alarms alarms) {
    super(container);
    this.catalog = catalog;
    this.alarms = alarms;
    this.page = Page.blank(catalog.get());
  }

  Policy policy() {
    return policy;
  }

  void policy(Policy newPolicy) {
    policy = newPolicy;
  }

  // For other bundles

  @Override
  public boolean tryCharge(Resource resource, long amount, Severity severity) {
    return tryCharge(resource, checked(amount), severity, true);
  }

  /**
   * Charges an amount.
   *
   * @param counting whether a refusal counts as a failure; otherwise it leaves no trace
   */
  boolean tryCharge(Resource resource, long amount, Severity severity, boolean counting) {
    while (true) {
      var seen = page();
      var before = seen.counter(resource);
      var after = before.charge(amount, severity);
      if (after == null && !counting) {
        return false;
      }
      var next = after == null ? before.fail() : after;
      if (PAGE.compareAndSet(this, seen, seen.with(resource, next))) {
        tell(resource, before, next);
        return after != null;
      }
    }
  }

  @Override
  public void charge(Resource resource, long amount, Severity severity) throws ContainerException {
    if (!tryCharge(resource, amount, severity)) {
      throw refusal(resource);
    }
  }

  @Override
  public void charge(
      Resource first, long firstAmount, Resource second, long secondAmount, Severity severity)
      throws ContainerException {
    checked(firstAmount);
    checked(secondAmount);
    both(
        first,
        counter -> counter.charge(firstAmount, severity),
        second,
        counter -> counter.charge(secondAmount, severity));
  }

  @Override
  public void uncharge(Resource resource, long amount) {
    checked(amount);
    change(resource, counter -> counter.uncharge(amount));
  }

  @Override
  public void uncharge(Resource first, long firstAmount, Resource second, long secondAmount) {
    checked(firstAmount);
    checked(secondAmount);
    change(
        page -> {
          var half = page.with(first, page.counter(first).uncharge(firstAmount));
          return half.with(second, half.counter(second).uncharge(secondAmount));
        });
  }

  @Override
  public Prepaid prepay(Resource resource, long batch, Severity severity) {
    return new Stock(this, resource, batch, severity);
  }

  @Override
  public Usage usage(Resource resource) {
    return counter(resource).usage();
  }

  @Override
  public Map<Resource, Usage> snapshot() {
    var seen = page();
    var usages = new LinkedHashMap<Resource, Usage>();
    for (var resource : seen.catalog().resources()) {
      usages.put(resource, seen.counter(resource).usage());
    }
    return Collections.unmodifiableMap(usages);
  }

  @Override
  public void bound(Resource resource, long barrier, long limit) throws ContainerException {
    rebound(resource, counter -> counter.bound(barrier, limit));
  }

  // For the subsystem

  Counter counter(Resource resource) {
    return page().counter(resource);
  }

  /** As {@link #counter}; empty if the resource has gone or the figures were closed. */
  Optional<Counter> look(Resource resource) {
    var seen = page;
    var resources = catalog.get();
    return seen.isClosed() || !resources.contains(resource)
        ? Optional.empty()
        : Optional.of(seen.under(resources).counter(resource));
  }

  /** Replaces a counter by what is made of it, which may be asked for several times. */
  void change(Resource resource, UnaryOperator<Counter> change) {
    change(page -> page.with(resource, change.apply(page.counter(resource))));
  }

  /**
   * Replaces a counter by the same with other bounds.
   *
   * @throws ContainerException EINVAL if they are no bounds
   */
  void rebound(Resource resource, Bounds bounds) throws ContainerException {
    Page seen;
    do {
      seen = page();
    } while (!replace(seen, seen.with(resource, bounds.of(seen.counter(resource)))));
  }

  /**
   * A task comes with its open files; both are counted or neither.
   *
   * @throws ContainerException ENOMEM or EMFILE if there is no room
   */
  void admit(long files) throws ContainerException {
    both(NUMTASKS, counter -> counter.enter(1), NUMFILES, counter -> counter.enter(files));
  }

  /** A task is here. */
  void take() {
    change(NUMTASKS, counter -> counter.take(1));
  }

  /** A task was forked here. Without room for it that is a failure, but it is here. */
  void takeForked() {
    change(
        NUMTASKS,
        counter -> {
          var after = counter.enter(1);
          return after == null ? counter.fail().take(1) : after;
        });
  }

  /** Tasks are seen to hold an amount; having passed the limit is a failure. */
  void measure(Resource resource, long amount) {
    change(resource, counter -> counter.measure(amount));
  }

  /** A task has gone, with open files; with the last one all that was measured has. */
  void leave(long files) {
    change(
        page -> {
          var tasks = page.counter(NUMTASKS).leave(1);
          return tasks.measured() == 0
              ? emptied(page)
              : page.with(NUMTASKS, tasks).with(NUMFILES, page.counter(NUMFILES).leave(files));
        });
  }

  private static Page emptied(Page page) {
    var next = page;
    for (var resource : BuiltInResource.values()) {
      next = next.with(resource, page.counter(resource).measure(0));
    }
    return next;
  }

  /** Takes over what another account may hold, and what is done when it is more. */
  void takeBoundsOf(Account other) {
    policy = other.policy;
    change(
        page -> {
          var next = page;
          for (var resource : page.catalog().resources()) {
            next = next.with(resource, page.counter(resource).boundAs(other.counter(resource)));
          }
          return next;
        });
  }

  /** Goes on with figures that were saved. */
  void resume(Map<String, Counter> saved) {
    Page seen;
    do {
      seen = page();
      // Nobody is told: nothing happens now that did not happen before.
    } while (!PAGE.compareAndSet(this, seen, seen.resume(saved)));
  }

  /** The figures at this moment, by the names of their resources; nothing changes them any more. */
  Map<String, Counter> settle() {
    return change(Page::close).byName();
  }

  // The page

  private void both(Resource first, Counter.Step one, Resource second, Counter.Step two)
      throws ContainerException {
    while (true) {
      var seen = page();
      var half = seen.after(first, one);
      var whole = half == null ? null : half.after(second, two);
      var refused = half == null ? first : second;
      var next = whole == null ? seen.with(refused, seen.counter(refused).fail()) : whole;
      if (replace(seen, next)) {
        if (whole == null) {
          throw refusal(refused);
        }
        return;
      }
    }
  }

  private Page change(UnaryOperator<Page> change) {
    while (true) {
      var seen = page();
      var next = change.apply(seen);
      if (replace(seen, next)) {
        return next;
      }
    }
  }

  /** The page of now, with the resources of now. */
  private Page page() {
    while (true) {
      var current = page;
      var resources = catalog.get();
      if (current.isClosed()) {
        throw new IllegalStateException("the counters of " + container().path() + " were closed");
      }
      if (current.catalog() == resources) {
        return current;
      }
      PAGE.compareAndSet(this, current, current.under(resources));
    }
  }

  private boolean replace(Page seen, Page next) {
    if (!PAGE.compareAndSet(this, seen, next)) {
      return false;
    }
    next.forEachChange(seen, this::tell);
    return true;
  }

  private void tell(Resource resource, Counter before, Counter now) {
    if (now.isAboveBarrier() && !before.isAboveBarrier() && now.held() > before.held()) {
      alarms.barrierPassed(this, resource, now);
    }
    if (now.limit() != before.limit() || now.barrier() != before.barrier()) {
      alarms.boundChanged(this, resource);
    }
    if (now.failcnt() > before.failcnt()) {
      alarms.limitHit(this, resource, now);
    }
  }

  private ContainerException refusal(Resource resource) {
    var counter = counter(resource);
    return new ContainerException(
        resource.refusal(),
        container().path(),
        "%s: %d %s held, barrier %d, limit %d"
            .formatted(
                resource.fileName(),
                counter.held(),
                resource.unit(),
                counter.barrier(),
                counter.limit()));
  }

  private static long checked(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("a negative amount: " + amount);
    }
    return amount;
  }
}
