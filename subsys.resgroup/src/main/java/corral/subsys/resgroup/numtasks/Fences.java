package corral.subsys.resgroup.numtasks;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.host.TaskLimits;
import corral.subsys.resgroup.Exceptions;
import corral.subsys.resgroup.Later;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets the host refuse forks beyond a limit. Only the members of limited groups, and of those below
 * them, are in a group of the host.
 */
final class Fences implements Restraint {
  private static final Logger LOG = System.getLogger(Fences.class.getName());

  /** How often what was refused is counted, while there are limits. */
  private static final long COUNTING_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TaskLimits limits;
  private final Map<TaskCount, Fence> fences = new ConcurrentHashMap<>();
  private final Exceptions exceptions = new Exceptions("is not held to the limit of tasks");

  /** Opens again what was closed for the rest of an interval, and counts what was refused. */
  private final Later later = new Later("corral-numtasks");

  /** Whether what was refused is going to be counted. */
  private final AtomicBoolean isCounting = new AtomicBoolean();

  /** What takes the end of an interval back, of each group that waits for one. */
  private final Map<TaskCount, Runnable> reopenings = new ConcurrentHashMap<>();

  /** The tasks that were in a group of the host and are in none now, by pid. */
  private final Set<Integer> letOut = ConcurrentHashMap.newKeySet();

  /** Whether there was ever a limit; until then nobody needs a look. */
  private volatile boolean used;

  Fences(TaskLimits limits) {
    this.limits = limits;
  }

  @Override
  public void limit(TaskCount group) throws ContainerException {
    if (group.isLimited()) {
      used = true;
      open(group).limit();
      countLater();
    } else {
      var fence = fences.get(group);
      if (fence != null) {
        fence.limit();
      }
    }
  }

  /** The host's group of a group, inside those of the groups above. Under the management lock. */
  private Fence open(TaskCount group) throws ContainerException {
    var fence = fences.get(group);
    if (fence == null) {
      var parent = group.parent();
      // The root is the whole machine, which is not fenced in.
      var outer = parent == null || parent.parent() == null ? null : open(parent).group();
      fence = new Fence(group, limits.open(outer));
      fences.put(group, fence);
    }
    return fence;
  }

  /** The host tells nobody that it has refused a fork. */
  private void countLater() {
    if (isCounting.compareAndSet(false, true)) {
      var _ = later.run(this::countAll, COUNTING_NANOS);
    }
  }

  private void countAll() {
    isCounting.set(false);
    fences.values().forEach(Fence::count);
    if (!fences.isEmpty()) {
      countLater();
    }
  }

  /** A child of one that was let out may have been forked when it was still in. */
  @Override
  public void came(TaskCount group, Task task) {
    if (used && (group.nearestLimited() != null || letOut.contains(task.parentPid()))) {
      place(group, task);
    }
  }

  @Override
  public void moved(TaskCount from, TaskCount to, Task task) {
    if (used && (from.nearestLimited() != null || to.nearestLimited() != null)) {
      place(to, task);
    }
  }

  @Override
  public void place(TaskCount group, Task task) {
    if (!used) {
      return;
    }
    TaskCount limited;
    do {
      limited = group.nearestLimited();
      place(task, limited);
      // A fork has no lock: a write that placed this task in between must not be overtaken.
    } while (limited != group.nearestLimited());
  }

  private void place(Task task, @Nullable TaskCount limited) {
    var fence = limited == null ? null : fences.get(limited);
    if (fence == null) {
      letOut.add(task.pid());
      limits.release(task.pid(), task.startTimeNanos());
      exceptions.remove(task);
      return;
    }
    letOut.remove(task.pid());
    try {
      fence.group().enter(task.pid(), task.startTimeNanos());
      exceptions.remove(task);
    } catch (ContainerException e) {
      exceptions.add(task, e);
    }
  }

  @Override
  public void forked(TaskCount group) {
    if (used) {
      group.path().filter(above -> above.rate().isLimited()).forEach(this::countFork);
    }
  }

  private void countFork(TaskCount group) {
    var fence = fences.get(group);
    if (fence == null) {
      return;
    }
    try {
      long nanos = fence.forked();
      if (nanos > 0) {
        takeBack(reopenings.put(group, later.run(() -> reopen(fence), nanos)));
      }
    } catch (ContainerException e) {
      complain(e);
    }
  }

  private static void takeBack(@Nullable Runnable reopening) {
    if (reopening != null) {
      reopening.run();
    }
  }

  private static void reopen(Fence fence) {
    try {
      fence.reopen();
    } catch (ContainerException e) {
      complain(e);
    }
  }

  /** A group that has just been closed needs no other bound. */
  private static void complain(ContainerException e) {
    if (e.errno() != Errno.ENODEV) {
      LOG.log(Level.WARNING, "a fork rate is not held: " + e.getMessage());
    }
  }

  @Override
  public void ended(TaskCount group, Task task) {
    letOut.remove(task.pid());
    exceptions.remove(task);
  }

  @Override
  public long held(TaskCount group) {
    var fence = fences.get(group);
    return fence == null ? group.usage() : Math.max(group.usage(), fence.group().held());
  }

  @Override
  public void count(TaskCount group) {
    var fence = fences.get(group);
    if (fence != null) {
      fence.count();
    }
  }

  @Override
  public void forget(TaskCount group) {
    takeBack(reopenings.remove(group));
    var fence = fences.remove(group);
    if (fence != null) {
      fence.group().close();
    }
  }

  @Override
  public List<Enforcement> promises() {
    var besides = exceptions.besides();
    return List.of(
        new Enforcement("max_shares", true, "forks beyond it fail, by " + limits.means() + besides),
        new Enforcement(
            "forkrate",
            true,
            "forks beyond it fail until the interval is over, by " + limits.means() + besides));
  }

  @Override
  public void close() {
    later.close();
  }
}
