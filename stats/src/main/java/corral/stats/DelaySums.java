package corral.stats;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.DelayAccounting;
import corral.framework.api.host.DelayAccounting.Delays;
import corral.framework.api.stats.Reach;
import org.jspecify.annotations.Nullable;

/** Adds up how long the tasks of containers have waited. Thread-safe. */
final class DelaySums {
  private final @Nullable DelayAccounting accounting;

  DelaySums(@Nullable DelayAccounting accounting) {
    this.accounting = accounting;
  }

  Delays of(Container container, Reach reach) throws ContainerException {
    if (accounting == null) {
      throw new ContainerException(Errno.ENOSYS, "the host does not tell how long tasks wait");
    }
    return sum(accounting, container, reach);
  }

  private static Delays sum(DelayAccounting accounting, Container container, Reach reach)
      throws ContainerException {
    var sum = Delays.NONE;
    for (var task : container.tasks()) {
      try {
        sum = sum.plus(accounting.delays(task.pid()));
      } catch (ContainerException refused) {
        if (refused.errno() != Errno.ESRCH) {
          throw refused;
        }
      }
    }
    if (reach == Reach.SUBTREE) {
      for (var child : container.children()) {
        sum = sum.plus(sum(accounting, child, reach));
      }
    }
    return sum;
  }
}
