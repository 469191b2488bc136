package corral.subsys.cpuset;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether new settings fit into the tree: the kernel's {@code validate_change}, with its checks in
 * its order. Pure functions.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/cpusets.html">Cpusets</a>
 */
final class Rules {
  private Rules() {}

  /**
   * What is around a cpuset whose settings are to change.
   *
   * @param parent the settings of its parent; null for the root
   * @param siblings the settings of its siblings by name
   * @param children the settings of its children by name
   * @param hasTasks whether tasks are in it
   */
  record Surroundings(
      @Nullable Settings parent,
      Map<String, Settings> siblings,
      Map<String, Settings> children,
      boolean hasTasks) {}

  /**
   * Checks new settings.
   *
   * @throws ContainerException EBUSY, EACCES, ENOSPC or EINVAL, as said at each check
   */
  static void validate(Settings current, Settings trial, Surroundings around)
      throws ContainerException {
    childrenStayWithin(trial, around.children());
    if (around.parent() == null) {
      return;
    }
    staysWithinParent(trial, around.parent());
    if (around.hasTasks()) {
      isNotEmptied(current, trial);
    }
    sharesNothingExclusive(trial, around.siblings());
  }

  /** ENOSPC: no task may enter a cpuset without CPUs or memory nodes. */
  static void canHoldTasks(Settings settings, Scope scope) throws ContainerException {
    for (var resource : Resource.values()) {
      if (scope.has(resource) && resource.of(settings).isEmpty()) {
        throw new ContainerException(
            Errno.ENOSPC, resource.file() + " is empty, so no task can run here");
      }
    }
  }

  /** EBUSY: a cpuset has at least what each of its children has. */
  private static void childrenStayWithin(Settings trial, Map<String, Settings> children)
      throws ContainerException {
    for (var child : children.entrySet()) {
      var excess = excess(child.getValue(), trial);
      if (excess != null) {
        throw new ContainerException(
            Errno.EBUSY, "its child '" + child.getKey() + "' has " + excess);
      }
    }
  }

  /** EACCES: a cpuset has at most what its parent has. */
  private static void staysWithinParent(Settings trial, Settings parent) throws ContainerException {
    var excess = excess(trial, parent);
    if (excess != null) {
      throw new ContainerException(Errno.EACCES, "its parent does not have " + excess);
    }
  }

  /** ENOSPC: a cpuset with tasks keeps a CPU and a memory node. */
  private static void isNotEmptied(Settings current, Settings trial) throws ContainerException {
    for (var resource : Resource.values()) {
      if (!resource.of(current).isEmpty() && resource.of(trial).isEmpty()) {
        throw new ContainerException(
            Errno.ENOSPC, resource.file() + " cannot be emptied while tasks are in");
      }
    }
  }

  /** EINVAL: what is exclusive to one of two siblings is not in the other. */
  private static void sharesNothingExclusive(Settings trial, Map<String, Settings> siblings)
      throws ContainerException {
    for (var sibling : siblings.entrySet()) {
      for (var resource : Resource.values()) {
        var shared = resource.of(trial).and(resource.of(sibling.getValue()));
        if (!shared.isEmpty()
            && (trial.has(resource.exclusive()) || sibling.getValue().has(resource.exclusive()))) {
          throw new ContainerException(
              Errno.EINVAL,
              resource.named(shared)
                  + " would be shared with its sibling '"
                  + sibling.getKey()
                  + "' against "
                  + resource.exclusive().file());
        }
      }
    }
  }

  /** What the inner settings have and the outer do not, for people; null if there is nothing. */
  private static @Nullable String excess(Settings inner, Settings outer) {
    for (var resource : Resource.values()) {
      var numbers = resource.of(inner).minus(resource.of(outer));
      if (!numbers.isEmpty()) {
        return resource.named(numbers);
      }
      if (inner.has(resource.exclusive()) && !outer.has(resource.exclusive())) {
        return resource.exclusive().file();
      }
    }
    return null;
  }
}
