package corral.subsys.resgroup.numtasks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How often the forks of a group met one of its limits. Whoever listens is told, at most once a
 * second. Thread-safe.
 */
final class Failures {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String resource;
  private final LongSupplier limit;
  private final Alarm alarm;
  private final LongAdder number = new LongAdder();

  /** When the next may be told, by the clock of {@link System#nanoTime}. */
  private final AtomicLong quietUntilNanos = new AtomicLong(System.nanoTime());

  /** Tells whoever listens that a limit was met. */
  interface Alarm {
    void limitHit(String resource, long limit, long failures);
  }

  /** None so far. */
  Failures(String resource, LongSupplier limit, Alarm alarm) {
    this.resource = resource;
    this.limit = limit;
    this.alarm = alarm;
  }

  void add(long more) {
    number.add(more);
    if (more > 0 && mayTell()) {
      alarm.limitHit(resource, limit.getAsLong(), number.sum());
    }
  }

  private boolean mayTell() {
    long now = System.nanoTime();
    long quietUntil = quietUntilNanos.get();
    return now - quietUntil >= 0 && quietUntilNanos.compareAndSet(quietUntil, now + PAUSE_NANOS);
  }

  /** Counts what was counted before a restart, of which nobody need be told. */
  void restore(long saved) {
    number.add(saved);
  }

  void reset() {
    number.reset();
  }

  long sum() {
    return number.sum();
  }
}
