package corral.subsys.cpuset;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.host.CpuAffinity;
import corral.framework.api.host.IndexSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the members of cpusets run where their cpuset says. A task that the host will not pin stays
 * a member, and is named by {@link #refusals}. Thread-safe.
 */
final class Pinning {
  /** As often is a task pinned anew while CPUs come and go under way. */
  private static final int MOST_TRIES = 20;

  private final @Nullable CpuAffinity affinity;
  private final Online online;
  private final Function<Task, @Nullable Cpuset> cpusets;
  private final Refusals refusals = new Refusals();

  /** Whether any task was pinned; until then forks outside all cpusets need no look. */
  private volatile boolean used;

  /**
   * Nobody is pinned yet.
   *
   * @param affinity null if the host cannot pin
   * @param cpusets tells where a task is now; null if that is not known
   */
  Pinning(@Nullable CpuAffinity affinity, Online online, Function<Task, @Nullable Cpuset> cpusets) {
    this.affinity = affinity;
    this.online = online;
    this.cpusets = cpusets;
  }

  /** Whether there is a host that can pin. */
  boolean isPossible() {
    return affinity != null;
  }

  /** The members that the host refused to pin. */
  Refusals refusals() {
    return refusals;
  }

  /** Puts every member of a cpuset on its CPUs. */
  void pinMembers(Cpuset css) {
    if (affinity != null && !css.isRoot()) {
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
    var refusal = css.isRoot() ? null : pin(task, css, cpus(css));
    if (refusal != null && refusal.errno() == Errno.EINVAL) {
      throw refusal;
    }
  }

  /**
   * Puts a member on the CPUs of its cpuset; one of the root gets back what it had before it came
   * into a cpuset.
   */
  void place(Cpuset css, Task task) {
    if (affinity == null) {
      return;
    }
    Cpuset in;
    Cpuset now = css;
    IndexSet cpus;
    do {
      in = now;
      cpus = cpus(in);
      if (in.isRoot()) {
        release(task);
      } else {
        refusals.note(task, "does not run on " + cpus, pin(task, in, cpus));
      }
      // Neither a fork nor a change of the machine holds a lock: what was done meanwhile for a
      // write to the file, or for a move of the task, must not be overtaken.
      now = in(task, in);
    } while (now != in || !cpus.equals(cpus(in)));
  }

  private Cpuset in(Task task, Cpuset ifUnknown) {
    var css = cpusets.apply(task);
    return css == null ? ifUnknown : css;
  }

  private IndexSet cpus(Cpuset css) {
    return css.effective(Resource.CPUS, online.of(Resource.CPUS));
  }

  /** CPUs may just have gone off line, or come back, without that we have been told. */
  private @Nullable ContainerException pin(Task task, Cpuset css, IndexSet cpus) {
    var refusal = pin(task, cpus);
    for (int tries = 1; tries < MOST_TRIES && isOffLine(refusal); tries++) {
      refusal = pin(task, css.effective(Resource.CPUS, online.now(Resource.CPUS)));
    }
    return refusal;
  }

  /** Also said of a task that belongs to its CPU, which stays so. */
  private static boolean isOffLine(@Nullable ContainerException refusal) {
    return refusal != null && refusal.errno() == Errno.EINVAL;
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

  private void release(Task task) {
    if (affinity != null && used) {
      affinity.release(task.pid());
      refusals.forget(task);
    }
  }
}
