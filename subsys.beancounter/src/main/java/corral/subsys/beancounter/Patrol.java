package corral.subsys.beancounter;

import static corral.subsys.beancounter.api.BuiltInResource.NUMFILES;

import corral.framework.api.Container;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.host.OpenFiles;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the tasks of one hierarchy again and again, in a thread of its own: at what they hold,
 * every sample; at the open files of limited accounts, more often; and at an account at once when
 * something has happened there. Thread-safe.
 */
final class Patrol {
  private static final Logger LOG = System.getLogger(Patrol.class.getName());
  private static final long PATIENCE_SECONDS = 5;

  /**
   * The pause after a look is so many times as long as the look, which bounds what CPU it takes.
   */
  private static final int PAUSE = 9;

  private final ContainerSubsystem<Account> subsystem;
  private final Container root;
  private final Gauges gauges;
  private final Policing policing;
  private final @Nullable OpenFiles files;
  private final @Nullable FileQuotas quotas;

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("corral-beancounter").factory());

  /** The accounts with a limit of open files. */
  private final Set<Account> limited = ConcurrentHashMap.newKeySet();

  /** The accounts that are to be looked at as soon as possible. */
  private final Set<Account> urgent = ConcurrentHashMap.newKeySet();

  /** Whether an earlier one is over, so that quotas can be moved. */
  private volatile boolean begun;

  /** A look that was due at the end would take again what was just given back; for the thread. */
  private boolean ended;

  Patrol(ContainerSubsystem<Account> subsystem, Container root, Means means) {
    this.subsystem = subsystem;
    this.root = root;
    this.gauges = new Gauges(means);
    this.policing = new Policing(means.signals(), gauges);
    this.files = means.files();
    this.quotas = files == null ? null : new FileQuotas(files);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Begins when an earlier one has given back what it took, or that would be taken for its own.
   *
   * @param earlier one that was ended; null if there is none
   */
  void begin(Intervals intervals, @Nullable Patrol earlier) {
    if (earlier != null) {
      execute(earlier::awaitEnd);
    }
    execute(() -> begun = true);
    repeat(this::sample, intervals.sample());
    repeat(this::tuneLimited, intervals.quota());
  }

  /** Gives every task back what was taken from it, and ends. */
  void end() {
    thread.execute(
        () -> {
          ended = true;
          if (quotas != null) {
            quotas.releaseAll();
          }
          policing.resumeAll();
        });
    // Without an interrupt, which could close a file that the host keeps open.
    thread.shutdown();
  }

  /** Waits until everything is given back. */
  void awaitEnd() {
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "the tasks of a hierarchy are still being looked at");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Members that have no quota of open files, and why. */
  Map<Integer, Errno> exceptions() {
    return quotas == null ? Map.of() : quotas.exceptions();
  }

  /** Other bounds are in force for the tasks of an account when this returns. */
  void bounded(Account account) {
    if (isLimited(account)) {
      limited.add(account);
    }
    tune(account);
    hurry(account);
  }

  /** Something has happened that cannot wait for the next look. */
  void hurry(Account account) {
    if (urgent.add(account)) {
      execute(
          () -> {
            urgent.remove(account);
            look(account);
          });
    }
  }

  /** As {@link #hurry}, if it matters there how many tasks or files there are. */
  void hurryIfLimited(Account account) {
    if (limited.contains(account)) {
      hurry(account);
    }
  }

  /** A task has moved from one account to another, and has its quota there when this returns. */
  void moved(Task task, Account from, Account to) {
    if (isLimited(to)) {
      limited.add(to);
      tune(to);
    }
    execute(
        () -> {
          policing.resume(task);
          if (files != null && !isLimited(to)) {
            files.release(task.pid());
          }
          look(from);
          look(to);
        });
  }

  /** A task of an account has ended; what it had open is free for the others. */
  void ended(Task task, Account account) {
    policing.forget(task);
    hurryIfLimited(account);
  }

  /** A container was removed. */
  void forget(Account account) {
    execute(
        () -> {
          limited.remove(account);
          if (quotas != null) {
            quotas.forget(account);
          }
        });
  }

  private void sample() {
    if (quotas != null) {
      quotas.nextTurn();
    }
    sample(root);
  }

  private void sample(Container container) {
    var account = container.state(subsystem);
    if (account != null) {
      gauges.measureMemory(account);
      look(account);
    }
    container.children().forEach(this::sample);
  }

  private void look(Account account) {
    if (isLimited(account)) {
      limited.add(account);
    } else {
      limited.remove(account);
    }
    tune(account);
    policing.enforce(account);
  }

  private void tuneLimited() {
    limited.forEach(this::tune);
  }

  private void tune(Account account) {
    if (quotas != null && begun) {
      quotas.tune(account);
    }
  }

  private static boolean isLimited(Account account) {
    return account.look(NUMFILES).filter(files -> files.limit() < Long.MAX_VALUE).isPresent();
  }

  private void repeat(Runnable look, Duration interval) {
    execute(
        () -> {
          long begun = System.nanoTime();
          guarded(look);
          long pause = Math.max(interval.toNanos(), PAUSE * (System.nanoTime() - begun));
          try {
            var _ = thread.schedule(() -> repeat(look, interval), pause, TimeUnit.NANOSECONDS);
          } catch (RejectedExecutionException ended) {
            // Then this was the last look.
          }
        });
  }

  private void execute(Runnable action) {
    try {
      thread.execute(() -> guarded(action));
    } catch (RejectedExecutionException ended) {
      // What it was about has been given back.
    }
  }

  private void guarded(Runnable action) {
    if (ended) {
      return;
    }
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "what tasks hold could not be looked at", e);
    }
  }
}
