package corral.subsys.cpuset;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.host.CpuAffinity;
import corral.framework.api.host.IndexSet;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the members of cpusets run where their cpuset says. A task that the host will not pin stays
 * a member: the kernel, too, does not undo a change for the sake of one task. It is logged, and
 * named by {@link #exceptions}. Thread-safe.
 */
final class Pinning {
  private static final Logger LOG = System.getLogger(Pinning.class.getName());

  private static final int MOST_EXCEPTIONS_NAMED = 5;

  private final @Nullable CpuAffinity affinity;

  /** The members, by pid, that the host refused to pin. */
  private final Map<Integer, Errno> refused = new ConcurrentSkipListMap<>();

  /** Whether any task was pinned; until then forks outside all cpusets need no look. */
  private volatile boolean used;

  Pinning(@Nullable CpuAffinity affinity) {
    this.affinity = affinity;
  }

  /** Whether there is a host that can pin. */
  boolean isPossible() {
    return affinity != null;
  }

  /** Puts every member of a cpuset on its CPUs. */
  void pinMembers(Cpuset css) {
    if (!css.isRoot()) {
      css.container().tasks().forEach(task -> place(css, task));
    }
  }

  /** Gives every member of a cpuset back what it had before. */
  void releaseMembers(Cpuset css) {
    if (!css.isRoot()) {
      css.container().tasks().forEach(this::release);
    }
  }

  /**
   * Puts a task on the CPUs of a cpuset that it is about to enter.
   *
   * @throws ContainerException EINVAL if it cannot be moved; one that may not be acted on (EPERM)
   *     can still enter, because what keeps the host from it may change
   */
  void admit(Cpuset css, Task task) throws ContainerException {
    var refusal = css.isRoot() ? null : pin(task, css.settings().cpus());
    if (refusal != null && refusal.errno() == Errno.EINVAL) {
      throw refusal;
    }
  }

  /**
   * Puts a member on the CPUs of its cpuset; one of the root gets back what it had before it came
   * into a cpuset.
   */
  void place(Cpuset css, Task task) {
    if (css.isRoot()) {
      release(task);
      return;
    }
    IndexSet cpus;
    do {
      cpus = css.settings().cpus();
      note(task, cpus, pin(task, cpus));
      // A fork has no lock: a write that pinned this task in between must not be overtaken.
    } while (!cpus.equals(css.settings().cpus()));
  }

  /** Knows nothing of an ended task any more. */
  void forget(Task task) {
    refused.remove(task.pid());
  }

  /** Which members are not pinned and why, for people; empty if there are none. */
  String exceptions() {
    if (refused.isEmpty()) {
      return "";
    }
    int more = refused.size() - MOST_EXCEPTIONS_NAMED;
    return refused.entrySet().stream()
        .limit(MOST_EXCEPTIONS_NAMED)
        .map(exception -> exception.getKey() + " (" + exception.getValue() + ")")
        .collect(Collectors.joining(", ", "", more > 0 ? " and " + more + " more" : ""));
  }

  private @Nullable ContainerException pin(Task task, IndexSet cpus) {
    if (affinity == null || cpus.isEmpty()) {
      return null;
    }
    used = true;
    try {
      affinity.pin(task.pid(), cpus);
      return null;
    } catch (ContainerException e) {
      return e;
    }
  }

  private void note(Task task, IndexSet cpus, @Nullable ContainerException refusal) {
    if (refusal == null || refusal.errno() == Errno.ESRCH) {
      refused.remove(task.pid());
    } else if (refused.put(task.pid(), refusal.errno()) != refusal.errno()) {
      LOG.log(
          Level.WARNING,
          "task " + task.pid() + " does not run on " + cpus + ": " + refusal.getMessage());
    }
  }

  private void release(Task task) {
    if (affinity != null && used) {
      affinity.release(task.pid());
      refused.remove(task.pid());
    }
  }
}
