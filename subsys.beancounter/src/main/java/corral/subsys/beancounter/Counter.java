package corral.subsys.beancounter;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.subsys.beancounter.api.Severity;
import corral.subsys.beancounter.api.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one resource in one account at one moment, and the rules of their change ({@code
 * struct bc_resource_parm}, {@code bc_charge_locked}). Immutable.
 *
 * @param measured what live tasks were last seen to hold
 * @param charged what other bundles have charged
 * @param maxheld the most that was held
 * @param minheld the least that was held
 * @param barrier at most the limit
 * @param limit at most the largest long ({@code BC_MAXVALUE})
 * @param failcnt how many charges were refused
 */
record Counter(
    long measured,
    long charged,
    long maxheld,
    long minheld,
    long barrier,
    long limit,
    long failcnt) {
  /** Makes of a counter what it is after a charge; null if the charge is refused. */
  @FunctionalInterface
  interface Step {
    @Nullable Counter of(Counter before);
  }

  /** Nothing is held and everything is allowed. */
  static final Counter NEW = new Counter(0, 0, 0, 0, Long.MAX_VALUE, Long.MAX_VALUE, 0);

  long held() {
    return measured + charged;
  }

  boolean isAboveBarrier() {
    return held() > barrier;
  }

  boolean isAboveLimit() {
    return held() > limit;
  }

  /** This with an amount charged; null if it is refused. */
  @Nullable Counter charge(long amount, Severity severity) {
    return allows(amount, severity) ? holding(measured, Math.addExact(charged, amount)) : null;
  }

  /** This with more that is measured, such as a task that comes; null if it is refused. */
  @Nullable Counter enter(long amount) {
    return allows(amount, Severity.LIMIT) ? take(amount) : null;
  }

  /** As {@link #enter}, of what cannot be refused. */
  Counter take(long amount) {
    return holding(Math.addExact(measured, amount), charged);
  }

  private boolean allows(long amount, Severity severity) {
    return switch (severity) {
      case BARRIER -> amount <= barrier - held();
      case LIMIT -> amount <= limit - held();
      case FORCE -> true;
    };
  }

  Counter uncharge(long amount) {
    if (amount > charged) {
      throw new IllegalStateException(amount + " given back, of " + charged + " charged");
    }
    return holding(measured, charged - amount);
  }

  /** This with the measured amount replaced; passing the limit counts as a failure. */
  Counter measure(long amount) {
    var next = holding(amount, charged);
    return next.isAboveLimit() && !isAboveLimit() ? next.fail() : next;
  }

  Counter fail() {
    return new Counter(measured, charged, maxheld, minheld, barrier, limit, failcnt + 1);
  }

  /** This with less measured, never less than nothing. */
  Counter leave(long amount) {
    return holding(Math.max(0, measured - amount), charged);
  }

  /**
   * This after its figures have come back: bounds and extremes as they were, what was charged on
   * top of what has been charged since.
   */
  Counter resume(Counter saved) {
    return new Counter(
        measured,
        Math.addExact(charged, saved.charged),
        saved.maxheld,
        saved.minheld,
        saved.barrier,
        saved.limit,
        Math.addExact(failcnt, saved.failcnt));
  }

  private Counter holding(long newMeasured, long newCharged) {
    long held = Math.addExact(newMeasured, newCharged);
    return new Counter(
        newMeasured,
        newCharged,
        Math.max(maxheld, held),
        Math.min(minheld, held),
        barrier,
        limit,
        failcnt);
  }

  /**
   * This with other bounds.
   *
   * @throws ContainerException EINVAL unless 0 ≤ barrier ≤ limit
   */
  Counter bound(long newBarrier, long newLimit) throws ContainerException {
    if (newBarrier < 0 || newBarrier > newLimit) {
      throw new ContainerException(
          Errno.EINVAL, "barrier " + newBarrier + " is not within 0 to limit " + newLimit);
    }
    return new Counter(measured, charged, maxheld, minheld, newBarrier, newLimit, failcnt);
  }

  /**
   * This with another barrier.
   *
   * @throws ContainerException EINVAL unless it is within 0 to the limit
   */
  Counter withBarrier(long newBarrier) throws ContainerException {
    return bound(newBarrier, limit);
  }

  /**
   * This with another limit.
   *
   * @throws ContainerException EINVAL if it is below the barrier
   */
  Counter withLimit(long newLimit) throws ContainerException {
    return bound(barrier, newLimit);
  }

  /** This with the bounds of another. */
  Counter boundAs(Counter other) {
    return new Counter(measured, charged, maxheld, minheld, other.barrier, other.limit, failcnt);
  }

  /** This with the most begun anew. */
  Counter resetMaxheld() {
    return new Counter(measured, charged, held(), minheld, barrier, limit, failcnt);
  }

  /** This with the least begun anew. */
  Counter resetMinheld() {
    return new Counter(measured, charged, maxheld, held(), barrier, limit, failcnt);
  }

  /** This with the failures begun anew. */
  Counter resetFailcnt() {
    return new Counter(measured, charged, maxheld, minheld, barrier, limit, 0);
  }

  Usage usage() {
    return new Usage(held(), maxheld, minheld, barrier, limit, failcnt);
  }
}
