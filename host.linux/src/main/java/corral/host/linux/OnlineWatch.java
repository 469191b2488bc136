package corral.host.linux;

import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks again and again, in a thread of its own, which CPUs and memory nodes are on line, and says
 * when they are others. Thread-safe.
 */
final class OnlineWatch implements Machine.Watch {
  private static final Logger LOG = System.getLogger(OnlineWatch.class.getName());

  private record Online(IndexSet cpus, IndexSet nodes) {
    static Online of(Machine machine) {
      return new Online(machine.onlineCpus(), machine.onlineMemoryNodes());
    }
  }

  private final Machine machine;
  private final Runnable action;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("corral-hotplug").factory());

  /** What was on line when last looked. Guarded by this. */
  private Online last;

  /** Guarded by this. */
  private boolean closed;

  OnlineWatch(Machine machine, Runnable action, Duration period) {
    this.machine = machine;
    this.action = action;
    this.last = Online.of(machine);
    long nanos = period.toNanos();
    var _ = thread.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** One that threw an exception would be the last. */
  private synchronized void look() {
    try {
      var now = Online.of(machine);
      if (!closed && !now.equals(last)) {
        last = now;
        action.run();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "what is on line could not be looked at", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    thread.shutdown();
  }
}
