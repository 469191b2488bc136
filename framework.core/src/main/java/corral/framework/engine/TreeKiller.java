package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Signals;
import corral.framework.api.host.Signals.Signal;
import corral.framework.api.host.TaskInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Kills every task in a container and below, and removes it all. The killing and the waiting are
 * done without a lock, the removal under the management lock. Thread-safe.
 */
final class TreeKiller {
  /** Whoever forks on and on is given up after so many rounds of killing. */
  private static final int MOST_ROUNDS = 1000;

  /** A task that has been killed may wait for a device; when none ends for so long, we give up. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Core core;
  private final Membership membership;
  private final HostLink host;
  private final Tree tree;
  private final Supplier<@Nullable Signals> signals;
  private final Duration patience;

  TreeKiller(
      Core core,
      Membership membership,
      HostLink host,
      Tree tree,
      Supplier<@Nullable Signals> signals,
      Duration patience) {
    this.core = core;
    this.membership = membership;
    this.host = host;
    this.tree = tree;
    this.signals = signals;
    this.patience = patience;
  }

  /**
   * Kills in rounds: the children that a task makes before it is hit are in the same container, and
   * are hit in the next round. The exit of a task is told after its forks, so that when all exits
   * have been told and nobody is left there is nobody to come.
   *
   * @throws ContainerException as {@code ContainerAdmin.killAndRemove} says
   */
  void killAndRemove(ContainerNode top, Caller caller) throws ContainerException {
    Set<TaskEntry> killed = new HashSet<>();
    int rounds = 0;
    try (var watch = membership.watch(top)) {
      while (true) {
        watch.forget();
        var tasks = tasks(top);
        var fresh = tasks.stream().filter(task -> !killed.contains(task)).toList();
        if (!fresh.isEmpty()) {
          if (++rounds > MOST_ROUNDS) {
            throw busy("new tasks come as fast as they are killed");
          }
          kill(fresh, caller);
          killed.addAll(fresh);
        } else if (tasks.isEmpty() && removeIfEmpty(top, caller)) {
          return;
        } else if (!watch.await(patience)) {
          throw busy(tasks.isEmpty() ? "a task is ending" : tasks.getFirst() + " does not end");
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ContainerException(Errno.EINTR, "interrupted while killed tasks were ending");
    }
  }

  private List<TaskEntry> tasks(ContainerNode top) {
    return core.consistently(() -> top.subtree().flatMap(node -> node.members().stream()).toList());
  }

  /** Asks for permission to kill each before it kills the first. */
  private void kill(List<TaskEntry> tasks, Caller caller) throws ContainerException {
    var corral = host.self();
    var victims = new ArrayList<TaskInfo>();
    for (var task : tasks) {
      var info = host.look(task);
      if (info.isPresent()) {
        Permissions.checkKill(caller, corral, info.get());
        victims.add(info.get());
      }
    }
    var sender = signals.get();
    if (sender == null) {
      throw new ContainerException(Errno.ENOSYS, "there is no host that can kill its tasks");
    }
    for (var victim : victims) {
      send(sender, victim);
    }
  }

  private static void send(Signals sender, TaskInfo victim) throws ContainerException {
    try {
      sender.send(victim.pid(), victim.startTimeNanos(), Signal.KILL);
    } catch (ContainerException refused) {
      if (refused.errno() != Errno.ESRCH) {
        throw refused;
      }
      // It has ended by itself, of which we shall be told.
    }
  }

  /** Returns whether it is gone, as it also is when a release agent was faster. */
  private boolean removeIfEmpty(ContainerNode top, Caller caller) throws ContainerException {
    core.lock.lock();
    try {
      if (top.isRemoved()) {
        return true;
      }
      if (top.subtree().anyMatch(container -> container.taskCount() > 0)) {
        return false;
      }
      Permissions.checkRemoveAll(caller, top);
      tree.removeAll(top);
      return true;
    } finally {
      core.lock.unlock();
    }
  }

  private static ContainerException busy(String reason) {
    return new ContainerException(Errno.EBUSY, reason);
  }
}
