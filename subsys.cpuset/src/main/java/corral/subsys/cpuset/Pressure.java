package corral.subsys.cpuset;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.host.ReclaimAccounting;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures how often the tasks of cpusets have to free memory before they are given some: as long
 * as that is enabled, a thread of its own asks once a second how often each task had to. What a
 * task does between the last look and its end is not seen. Thread-safe.
 */
final class Pressure implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Pressure.class.getName());

  private final @Nullable ReclaimAccounting reclaims;
  private final long originNanos = System.nanoTime();

  /** How often each task had to, when it was last looked at. */
  private final Map<Task, Long> counts = new ConcurrentHashMap<>();

  /** Null unless it is measured. Guarded by this. */
  private @Nullable ScheduledExecutorService measuring;

  /** Whether it is measured; written under the monitor. */
  private volatile boolean on;

  /**
   * Nothing is measured yet.
   *
   * @param reclaims null if the host cannot tell
   */
  Pressure(@Nullable ReclaimAccounting reclaims) {
    this.reclaims = reclaims;
  }

  /** Begins to measure the cpusets of a tree if its root says so, or ceases to if it does not. */
  synchronized void follow(Cpuset root) {
    close();
    if (reclaims != null && root.settings().has(Flag.MEMORY_PRESSURE_ENABLED)) {
      on = true;
      measuring =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("corral-cpuset-pressure").factory());
      var _ = measuring.scheduleAtFixedRate(() -> look(root), 0, 1, TimeUnit.SECONDS);
    }
  }

  /** Ceases to measure. */
  @Override
  public synchronized void close() {
    on = false;
    if (measuring != null) {
      // Without an interrupt, which could close a file that the host keeps open.
      measuring.shutdown();
      measuring = null;
    }
    counts.clear();
  }

  /** What a task does from its fork on counts; of one that was there before, only the rest. */
  void forked(Task task) {
    if (on) {
      counts.put(task, 0L);
    }
  }

  /** Why nothing is measured although it may be enabled, for people; empty if it is. */
  Optional<String> obstacle() {
    return reclaims == null ? Optional.of("the host cannot tell") : reclaims.obstacle();
  }

  /**
   * The rate of a cpuset, which fades when it is no longer measured.
   *
   * @throws ContainerException ENOSYS if it is enabled but cannot be measured
   */
  long rate(Cpuset css) throws ContainerException {
    if (css.root().settings().has(Flag.MEMORY_PRESSURE_ENABLED)) {
      var obstacle = obstacle();
      if (obstacle.isPresent()) {
        throw new ContainerException(
            Errno.ENOSYS, "memory pressure is not measured: " + obstacle.get());
      }
    }
    return css.pressure().rate(second());
  }

  private void look(Cpuset root) {
    try {
      Set<Task> known = new HashSet<>(counts.keySet());
      root.forEachDownwards(
          css -> {
            var tasks = css.container().tasks();
            tasks.forEach(known::remove);
            css.pressure().mark(tasks.stream().mapToLong(this::newReclaims).sum(), second());
          });
      counts.keySet().removeAll(known);
    } catch (RuntimeException e) {
      // One that left this method would end all further looks.
      LOG.log(Level.ERROR, "memory pressure could not be measured", e);
    }
  }

  private long newReclaims(Task task) {
    if (reclaims == null) {
      return 0;
    }
    try {
      long count = reclaims.directReclaims(task.pid());
      var before = counts.put(task, count);
      return before == null ? 0 : Math.max(0, count - before);
    } catch (ContainerException _) {
      return 0;
    }
  }

  private long second() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - originNanos);
  }
}
