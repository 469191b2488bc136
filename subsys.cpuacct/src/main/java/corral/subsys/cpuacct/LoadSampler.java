package corral.subsys.cpuacct;

import corral.framework.api.Container;
import corral.framework.api.ContainerSubsystem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the load of every container of a hierarchy at regular intervals, in a thread of its own
 * that there is as long as there is a hierarchy. Thread-safe.
 */
final class LoadSampler implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LoadSampler.class.getName());
  private static final long PATIENCE_SECONDS = 5;

  private final ContainerSubsystem<CpuAccount> subsystem;
  private final Metering metering;

  /** Guarded by this. */
  private Duration interval;

  /** The root of the hierarchy that is sampled; null if there is none. Guarded by this. */
  private @Nullable Container top;

  /** Whether it is over, though the framework may not know yet. Guarded by this. */
  private boolean closed;

  /** What takes the samples; null if nothing does. Guarded by this. */
  private @Nullable ScheduledExecutorService sampling;

  LoadSampler(ContainerSubsystem<CpuAccount> subsystem, Metering metering, Duration interval) {
    this.subsystem = subsystem;
    this.metering = metering;
    this.interval = interval;
  }

  synchronized Duration interval() {
    return interval;
  }

  /** Begins anew with another interval. */
  synchronized void every(Duration newInterval) {
    interval = newInterval;
    watch(top);
  }

  /** Samples the containers of another hierarchy from now on; of none if its root is null. */
  synchronized void watch(@Nullable Container newTop) {
    if (sampling != null) {
      // Without an interrupt, which could close a file that the host keeps open.
      sampling.shutdown();
      sampling = null;
    }
    top = newTop;
    if (newTop != null && !closed) {
      sampling =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("corral-cpuacct-load").factory());
      var _ =
          sampling.scheduleAtFixedRate(
              new Sampling(newTop), 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Ends the thread. */
  @Override
  public void close() {
    ScheduledExecutorService last;
    synchronized (this) {
      last = sampling;
      closed = true;
      watch(null);
    }
    try {
      if (last != null && !last.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "the load of a container is still being taken");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The samples of one hierarchy; the first one only begins the first interval. */
  private final class Sampling implements Runnable {
    private final Container root;
    private boolean begun;
    private long beganNanos;

    Sampling(Container root) {
      this.root = root;
    }

    @Override
    public void run() {
      try {
        metering.chargeAll();
        long now = System.nanoTime();
        long passed = now - beganNanos;
        forEachAccount(root, begun ? account -> account.sampleLoad(passed) : CpuAccount::beginLoad);
        begun = true;
        beganNanos = now;
      } catch (RuntimeException e) {
        // One that left this method would end all further samples.
        LOG.log(Level.ERROR, "the load could not be taken", e);
      }
    }

    private void forEachAccount(Container container, Consumer<CpuAccount> action) {
      var account = container.state(subsystem);
      if (account != null) {
        action.accept(account);
      }
      container.children().forEach(child -> forEachAccount(child, action));
    }
  }
}
