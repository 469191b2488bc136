package corral.subsys.beancounter;

import static corral.subsys.beancounter.api.BuiltInResource.NUMTASKS;
import static java.util.Comparator.comparingLong;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.host.Signals;
import corral.framework.api.host.Signals.Signal;
import corral.subsys.beancounter.api.BuiltInResource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Does what an account's policy says when its tasks hold more than the limit. For one thread, but
 * for {@link #forget}.
 */
final class Policing {
  private static final Logger LOG = System.getLogger(Policing.class.getName());

  /** Corral itself, which would have nobody to let it go on. */
  private static final long OWN_PID = ProcessHandle.current().pid();

  private final @Nullable Signals signals;
  private final Gauges gauges;

  /** The tasks that were stopped by this. */
  private final Set<Task> stopped = ConcurrentHashMap.newKeySet();

  /** The tasks that were killed and may not have ended yet. */
  private final Set<Task> killed = ConcurrentHashMap.newKeySet();

  Policing(@Nullable Signals signals, Gauges gauges) {
    this.signals = signals;
    this.gauges = gauges;
  }

  /** Acts on an account as it is now. */
  void enforce(Account account) {
    var exceeded = exceeded(account);
    var members = account.container().tasks();
    switch (account.policy()) {
      case REPORT -> members.forEach(this::resume);
      case STOP -> members.forEach(exceeded.isEmpty() ? this::resume : this::stop);
      case KILL -> {
        members.forEach(this::resume);
        exceeded.forEach(resource -> kill(account, resource, members));
      }
    }
  }

  private static List<BuiltInResource> exceeded(Account account) {
    return Stream.of(BuiltInResource.values())
        .filter(resource -> account.look(resource).filter(Counter::isAboveLimit).isPresent())
        .toList();
  }

  /** Of too many tasks those go that came last; else the one that holds the most. */
  private void kill(Account account, BuiltInResource resource, List<Task> members) {
    if (resource == NUMTASKS) {
      var counter = account.counter(NUMTASKS);
      members.stream()
          .sorted(comparingLong(Task::startTimeNanos).reversed())
          .limit(counter.held() - counter.limit())
          .forEach(task -> kill(task, account, NUMTASKS));
    } else if (members.stream().noneMatch(killed::contains)) {
      // What was measured last may have been held by one that was killed since.
      gauges.measureMemory(account);
      if (account.counter(resource).isAboveLimit()) {
        gauges.greatest(resource, members).ifPresent(task -> kill(task, account, resource));
      }
    }
  }

  private void kill(Task task, Account account, BuiltInResource resource) {
    if (once(killed, task, Signal.KILL)) {
      LOG.log(
          Level.WARNING,
          "task %d killed: %s is above its limit of %s"
              .formatted(task.pid(), account.container().path(), resource.fileName()));
    }
  }

  private void stop(Task task) {
    once(stopped, task, Signal.STOP);
  }

  /** Noted first: the end of the task, after which it is forgotten, may come at any moment. */
  private boolean once(Set<Task> treated, Task task, Signal signal) {
    if (task.pid() == OWN_PID || !treated.add(task)) {
      return false;
    }
    boolean sent = send(task, signal);
    if (!sent) {
      treated.remove(task);
    }
    return sent;
  }

  /** Lets a task run again, if it was stopped by this. */
  void resume(Task task) {
    if (stopped.remove(task)) {
      send(task, Signal.CONT);
    }
  }

  void resumeAll() {
    stopped.forEach(this::resume);
  }

  /** A task has ended. */
  void forget(Task task) {
    stopped.remove(task);
    killed.remove(task);
  }

  private boolean send(Task task, Signal signal) {
    if (signals == null) {
      return false;
    }
    try {
      signals.send(task.pid(), task.startTimeNanos(), signal);
      return true;
    } catch (ContainerException e) {
      if (e.errno() != Errno.ESRCH) {
        LOG.log(Level.WARNING, signal + " to task " + task.pid() + ": " + e.getMessage());
      }
      return false;
    }
  }
}
