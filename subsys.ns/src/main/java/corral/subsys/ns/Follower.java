package corral.subsys.ns;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Hierarchy;
import corral.framework.api.Task;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.NamespaceIds;
import corral.framework.api.host.Namespaces;
import corral.framework.api.host.Namespaces.Watcher;
import corral.framework.api.host.Namespaces.Watching;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Puts every task into the container of its namespaces, in a thread of its own, while the subsystem
 * is in a hierarchy. Thread-safe.
 *
 * <p>A task is looked at when it is forked, when the host tells that it may have changed, and again
 * and again. If its namespaces are others than before, then
 *
 * <ol>
 *   <li>its parent is looked at first: it may have changed as well, before the fork;
 *   <li>it goes where tasks with the same namespaces are; so does one that was forked before its
 *       parent changed and found the parent gone from there;
 *   <li>else its namespaces are new, and it gets a container of its own below that of its parent,
 *       unless it is alone in its own already.
 * </ol>
 */
@Component(
    immediate = true,
    service = {},
    configurationPid = NsConfig.PID)
@Designate(ocd = NsConfig.class)
public final class Follower implements Attention, Watcher {
  private static final Logger LOG = System.getLogger(Follower.class.getName());
  private static final long PATIENCE_SECONDS = 10;

  /** How many tasks are looked at before others have their turn. */
  private static final int SLICE = 50;

  /** The pause after a look at all is so many times as long, which bounds what CPU it takes. */
  private static final int PAUSE = 9;

  private final NsSubsystem subsystem;
  private final Namespaces namespaces;
  private final ContainerAdmin admin;
  private final long intervalNanos;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("corral-ns").factory());

  /** The tasks that are to be looked at. */
  private final Set<Task> urgent = ConcurrentHashMap.newKeySet();

  /** Those who wait until a task was looked at. */
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

  /** Guarded by this. */
  private @Nullable Watching watching;

  /**
   * Whether nothing is followed any more, though it may be told of a hierarchy. Guarded by this.
   */
  private boolean ended;

  /** What is followed; null if nothing is. Written under the monitor. */
  private volatile @Nullable Hierarchy followed;

  /** Follows where the subsystem is. */
  @Activate
  public Follower(
      @Reference NsSubsystem subsystem,
      @Reference Namespaces namespaces,
      @Reference ContainerAdmin admin,
      NsConfig config) {
    this(subsystem, namespaces, admin, config.sweep_interval_millis());
  }

  Follower(NsSubsystem subsystem, Namespaces namespaces, ContainerAdmin admin, int intervalMillis) {
    this.subsystem = subsystem;
    this.namespaces = namespaces;
    this.admin = admin;
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(0, intervalMillis));
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setKeepAliveTime(1, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  /** Under the monitor: where the subsystem goes meanwhile is told after where it was. */
  @Activate
  synchronized void start() {
    subsystem.tell(this);
    over(subsystem.hierarchy());
  }

  /** Returns when the thread moves nothing any more. */
  @Deactivate
  void stop() {
    subsystem.tell(Attention.NONE);
    synchronized (this) {
      over(null);
      ended = true;
    }
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "a task is still being moved");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    letGo();
  }

  // What is heard

  @Override
  public synchronized void over(@Nullable Hierarchy hierarchy) {
    if (hierarchy == followed || ended) {
      return;
    }
    if (watching != null) {
      watching.close();
      watching = null;
    }
    if (hierarchy != null) {
      var present = new ArrayList<>(admin.tasks());
      present.removeAll(subsystem.unheeded());
      var known = nests(hierarchy).filter(Nest::isKnown).toList();
      execute(() -> survey(hierarchy, present, known)); // before anything else is looked at
      if (intervalNanos > 0 && !namespaces.tellsAll()) {
        execute(() -> sweep(hierarchy));
      }
      watching = namespaces.watch(this);
    }
    followed = hierarchy;
    subsystem.unheeded().forEach(this::came);
    subsystem.unheeded().clear();
    letGo();
  }

  /** Nobody waits in vain. */
  private void letGo() {
    waiters.forEach(waiter -> waiter.done.complete(null));
  }

  private synchronized boolean isFollowed(Hierarchy hierarchy) {
    return hierarchy == followed;
  }

  @Override
  public void came(Task task) {
    if (followed != null) {
      hurry(task);
    }
  }

  @Override
  public void adopted(Task task) {
    if (followed != null) {
      execute(() -> take(task));
    }
  }

  @Override
  public void changed(int pid) {
    admin.task(pid).ifPresent(this::hurry);
  }

  private void hurry(Task task) {
    if (urgent.add(task)) {
      execute(
          () -> {
            urgent.remove(task);
            settle(task);
            waiters.forEach(waiter -> waiter.forkTold(task.pid()));
          });
    }
  }

  @Override
  public CompletableFuture<Void> follow(int pid) {
    var waiter = new Waiter(pid);
    waiters.add(waiter);
    var _ = waiter.done.whenComplete((_, _) -> waiters.remove(waiter));
    execute(() -> admin.task(pid).ifPresentOrElse(waiter::finish, waiter::awaitFork));
    if (followed == null) {
      letGo();
    }
    return waiter.done;
  }

  /** Somebody who waits until a task was looked at. */
  private final class Waiter {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final int pid;

    /** Changed by the thread alone. */
    private boolean awaitsFork;

    Waiter(int pid) {
      this.pid = pid;
    }

    void finish(Task task) {
      settle(task);
      done.complete(null);
    }

    /** There is no such task yet; it is looked at when its fork is told. */
    void awaitFork() {
      awaitsFork = true;
    }

    void forkTold(int forkedPid) {
      if (awaitsFork && forkedPid == pid) {
        done.complete(null);
      }
    }
  }

  @Override
  public String means() {
    return namespaces.tellsAll()
        ? "by " + namespaces.telling()
        : "by each fork, by "
            + namespaces.telling()
            + (intervalNanos == 0
                ? ""
                : ", and by a look at every task each "
                    + TimeUnit.NANOSECONDS.toMillis(intervalNanos)
                    + " ms");
  }

  // The thread

  /** Takes the tasks as they are, where nothing was known of those before them. */
  private void survey(Hierarchy hierarchy, List<Task> tasks, List<Nest> known) {
    if (!isFollowed(hierarchy)) {
      return;
    }
    for (var task : tasks) {
      var nest = nest(task);
      if (nest != null && known.contains(nest)) {
        settle(task);
      } else if (nest != null) {
        learn(task, nest);
      }
    }
  }

  /** Looks at every task, a few at a time, and again after a pause. */
  private void sweep(Hierarchy hierarchy) {
    sweep(hierarchy, admin.tasks().iterator(), 0);
  }

  private void sweep(Hierarchy hierarchy, Iterator<Task> rest, long spentNanos) {
    if (!isFollowed(hierarchy)) {
      return;
    }
    long begun = System.nanoTime();
    for (int i = 0; i < SLICE && rest.hasNext(); i++) {
      settle(rest.next());
    }
    long spent = spentNanos + System.nanoTime() - begun;
    if (rest.hasNext()) {
      execute(() -> sweep(hierarchy, rest, spent));
    } else {
      execute(() -> sweep(hierarchy), Math.max(intervalNanos, PAUSE * spent));
    }
  }

  /** A task that has come here not by a fork. */
  private void take(Task task) {
    var nest = nest(task);
    if (nest != null && nest.isRestored()) {
      settle(task);
    } else if (nest != null) {
      learn(task, nest);
    }
  }

  private void learn(Task task, Nest nest) {
    look(task).ifPresent(now -> learn(task, nest, now));
  }

  /** What is learnt of a task that ends meanwhile must not stay. */
  private void learn(Task task, Nest nest, NamespaceIds now) {
    nest.learn(task, now);
    if (hasEnded(task)) {
      nest.forget(task);
    }
  }

  private boolean hasEnded(Task task) {
    return admin.task(task.pid()).filter(task::equals).isEmpty();
  }

  /** Looks at a task, and puts it where it belongs if it has changed. */
  private void settle(Task task) {
    var nest = nest(task);
    if (nest == null) {
      return;
    }
    var before = nest.known(task);
    var now = look(task).orElse(null);
    if (now == null || Objects.equals(now, before)) {
      return;
    }
    if (before == null || nest.houses(now)) {
      learn(task, nest, now);
    } else {
      settleParent(task, nest);
      place(task, nest, before, now);
    }
  }

  /** The parent may have changed before the fork; then it is put into its container first. */
  private void settleParent(Task task, Nest nest) {
    admin.task(task.parentPid()).filter(parent -> nest(parent) == nest).ifPresent(this::settle);
  }

  private void place(Task task, Nest nest, NamespaceIds before, NamespaceIds now) {
    var same = withSame(now, nest);
    if (same.isPresent()) {
      join(task, same.get(), now);
    } else if (nest.isOwnOf(task)) {
      nest.home(now);
    } else {
      var parents = ofParent(task, nest);
      if (parents.isEmpty() || join(task, parents.get(), now)) {
        giveOwn(task, before, now);
      }
    }
  }

  /** Where tasks with these namespaces are, or were when this one was forked. */
  private Optional<Nest> withSame(NamespaceIds now, Nest nest) {
    if (nest.cameFrom(now)) {
      return Optional.ofNullable(nest.container().parent()).map(parent -> parent.state(subsystem));
    }
    return nests(nest.container().hierarchy())
        .filter(other -> other != nest && other.houses(now))
        .findFirst();
  }

  /** The container of the parent, if the parent has gone into it from where its child still is. */
  private Optional<Nest> ofParent(Task task, Nest nest) {
    return admin
        .task(task.parentPid())
        .flatMap(parent -> Optional.ofNullable(nest(parent)))
        .filter(parents -> parents.container().parent() == nest.container());
  }

  private boolean join(Task task, Nest target, NamespaceIds now) {
    subsystem.expect(task, target);
    try {
      admin.attach(task.pid(), target.container(), admin.self());
      learn(task, target, now);
      return true;
    } catch (ContainerException e) {
      refused(task, now, e);
      return false;
    } finally {
      subsystem.expectNothing();
    }
  }

  private void giveOwn(Task task, NamespaceIds before, NamespaceIds now) {
    try {
      var container = admin.cloneContainer(task.pid(), NsSubsystem.NAME, true, admin.self());
      var own = container.state(subsystem);
      if (own != null) {
        own.madeFor(task, before, now);
      }
    } catch (ContainerException e) {
      refused(task, now, e);
    }
  }

  /** It stays where it is, and is not tried again until its namespaces change once more. */
  private void refused(Task task, NamespaceIds now, ContainerException e) {
    var nest = nest(task);
    if (e.errno() != Errno.ESRCH && nest != null) {
      learn(task, nest, now);
      subsystem.except(task, e.errno());
      if (hasEnded(task)) {
        subsystem.forget(task);
      }
      LOG.log(
          Level.WARNING,
          "{0} stays in {1}, though its namespaces are others: {2}",
          task.pid(),
          nest.container().path(),
          e.getMessage());
    }
  }

  /** Where the task is in what is followed; null if nothing is. */
  private @Nullable Nest nest(Task task) {
    var hierarchy = followed;
    return hierarchy == null ? null : task.container(hierarchy).state(subsystem);
  }

  /** Its namespaces now; empty if it has ended, or may not be looked at. */
  private Optional<NamespaceIds> look(Task task) {
    try {
      return Optional.of(namespaces.of(task.pid()));
    } catch (ContainerException _) {
      return Optional.empty();
    }
  }

  private Stream<Nest> nests(Hierarchy hierarchy) {
    return containers(hierarchy.root())
        .flatMap(container -> Optional.ofNullable(container.state(subsystem)).stream());
  }

  private static Stream<Container> containers(Container top) {
    var found = new ArrayList<Container>();
    var ahead = new ArrayDeque<>(List.of(top));
    while (!ahead.isEmpty()) {
      var next = ahead.pop();
      found.add(next);
      next.children().forEach(ahead::push);
    }
    return found.stream();
  }

  private void execute(Runnable action) {
    execute(action, 0);
  }

  private void execute(Runnable action, long delayNanos) {
    try {
      var _ = thread.schedule(() -> guarded(action), delayNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException ended) {
      // Nobody follows any more.
    }
  }

  private static void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "namespaces could not be followed", e);
    }
  }
}
