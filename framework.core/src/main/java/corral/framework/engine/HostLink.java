package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Errno;
import corral.framework.api.host.Host;
import corral.framework.api.host.TaskEvents;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The host that tells what happens to tasks, and what the engine asks it back. Thread-safe. */
final class HostLink implements TaskEvents {
  private static final Caller NOBODY = new Caller(0, 0, 0);

  private final Core core;
  private final Membership membership;
  private final AtomicReference<@Nullable Stream> current = new AtomicReference<>();

  HostLink(Core core, Membership membership) {
    this.core = core;
    this.membership = membership;
  }

  @Override
  public TaskStream open(Host host, Collection<TaskInfo> live) throws ContainerException {
    var stream = new Stream(host);
    var other = current.compareAndExchange(null, stream);
    if (other != null) {
      throw new ContainerException(
          Errno.EBUSY, host.name(), "the host " + other.host.name() + " is in use");
    }
    try {
      stream.putRight(live, membership::adopt);
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
    return stream;
  }

  @Nullable Host host() {
    var stream = current.get();
    return stream == null ? null : stream.host;
  }

  Caller self() {
    var host = host();
    return host == null ? NOBODY : host.self();
  }

  /** How the engine is told of a task. */
  @FunctionalInterface
  private interface Arrival {
    void tell(int parentPid, int pid, long startTimeNanos);
  }

  /** A task, and what the host knows of it. */
  record Found(TaskEntry task, TaskInfo info) {}

  /**
   * The task that a pid means now, though its fork or the exit of an earlier one with this pid may
   * not have been told yet.
   *
   * @throws ContainerException ESRCH if there is none, or it is ending
   */
  Found find(int pid) throws ContainerException {
    var host = host();
    if (host == null) {
      var task = known(pid);
      return new Found(task, withoutHost(task));
    }
    var info = adopt(host, pid).orElseThrow(() -> Membership.noSuchTask(pid));
    return new Found(known(pid), info);
  }

  /** What the host knows of a task; empty if it has ended, of which we may not have been told. */
  Optional<TaskInfo> look(TaskEntry task) {
    var host = host();
    return host == null
        ? Optional.of(withoutHost(task))
        : live(host, task.pid()).filter(info -> isOf(info, task));
  }

  private static TaskInfo withoutHost(TaskEntry task) {
    return new TaskInfo(task.pid(), task.parentPid(), task.startTimeNanos(), 0, 0, false, "");
  }

  /**
   * Takes a process up if no event has told of it yet, its ancestors first.
   *
   * @return what the host knows of the process that has the pid now; empty if there is none
   */
  private Optional<TaskInfo> adopt(Host host, int pid) {
    var now = live(host, pid);
    TaskInfo taken = null;
    while (now.isPresent() && !isKnown(now.get()) && !now.get().equals(taken)) {
      taken = now.get();
      adopt(host, taken.parentPid());
      membership.fork(taken.parentPid(), pid, taken.startTimeNanos());
      now = live(host, pid);
    }
    if (now.isEmpty() && taken != null) {
      // It ended while it was taken up, and its exit may have been told before it was known.
      end(taken);
    }
    return now;
  }

  private void end(TaskInfo info) {
    var task = find(info);
    if (task != null) {
      membership.exit(task, null);
    }
  }

  private boolean isKnown(TaskInfo info) {
    return find(info) != null;
  }

  private @Nullable TaskEntry find(TaskInfo info) {
    var task = core.tasks.get(info.pid());
    return task != null && isOf(info, task) ? task : null;
  }

  private static boolean isOf(TaskInfo info, TaskEntry task) {
    return TaskInfo.isSameStart(info.startTimeNanos(), task.startTimeNanos());
  }

  private static Optional<TaskInfo> live(Host host, int pid) {
    return host.look(pid).filter(info -> !info.ended());
  }

  private TaskEntry known(int pid) throws ContainerException {
    var task = core.tasks.get(pid);
    if (task == null) {
      throw Membership.noSuchTask(pid);
    }
    return task;
  }

  /** One telling of a host, from its start to its stop. */
  private final class Stream implements TaskStream {
    private final Host host;

    Stream(Host host) {
      this.host = host;
    }

    @Override
    public void fork(int parentPid, int pid, long startTimeNanos) {
      if (isOpen()) {
        membership.fork(parentPid, pid, startTimeNanos);
      }
    }

    @Override
    public void exit(int pid, @Nullable CpuUsage usage) {
      var task = core.tasks.get(pid);
      if (isOpen() && task != null) {
        membership.exit(task, usage);
      }
    }

    @Override
    public Repair repair(Collection<TaskInfo> live) {
      return putRight(live, membership::fork);
    }

    /** Makes the tasks be those that live. */
    private Repair putRight(Collection<TaskInfo> live, Arrival arrival) {
      if (!isOpen()) {
        return new Repair(0, 0);
      }
      var missed = new HashMap<Integer, TaskInfo>();
      live.stream().filter(info -> !info.ended()).forEach(info -> missed.put(info.pid(), info));
      int lost = removeAllBut(missed);
      int found = missed.size();
      while (!missed.isEmpty()) {
        addWithAncestors(missed.values().iterator().next(), missed, arrival);
      }
      return new Repair(found, lost);
    }

    /** Ends the tasks that do not live; takes those that are known out of the map. */
    private int removeAllBut(Map<Integer, TaskInfo> live) {
      var gone = new ArrayList<TaskEntry>();
      core.tasks.forEach(
          task -> {
            var info = live.get(task.pid());
            if (info != null && isKnown(info)) {
              live.remove(task.pid());
            } else if (look(task).isEmpty()) { // else it was taken up since the list was made
              gone.add(task);
            }
          });
      gone.forEach(task -> membership.exit(task, null));
      return gone.size();
    }

    /** Parents first, so that each child finds its place. */
    private void addWithAncestors(TaskInfo info, Map<Integer, TaskInfo> missed, Arrival arrival) {
      missed.remove(info.pid());
      var parent = missed.get(info.parentPid());
      if (parent != null) {
        addWithAncestors(parent, missed, arrival);
      }
      arrival.tell(info.parentPid(), info.pid(), info.startTimeNanos());
    }

    @Override
    public void close() {
      current.compareAndSet(this, null);
    }

    private boolean isOpen() {
      return current.get() == this;
    }
  }
}
