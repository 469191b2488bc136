package corral.subsys.cpuset;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members on which something was not carried out, and why. The kernel, too, does not undo a
 * change for the sake of one task. Thread-safe.
 */
final class Refusals {
  private static final Logger LOG = System.getLogger(Refusals.class.getName());

  private static final int MOST_NAMED = 5;

  private final Map<Integer, Errno> byPid = new ConcurrentSkipListMap<>();

  /**
   * Notes how it went with a task, and logs a refusal that is new.
   *
   * @param consequence what is so because of a refusal, such as {@code does not run on 3}
   * @param refusal null if it was carried out; that the task has gone is none
   */
  void note(Task task, String consequence, @Nullable ContainerException refusal) {
    if (refusal == null || refusal.errno() == Errno.ESRCH) {
      forget(task);
    } else if (byPid.put(task.pid(), refusal.errno()) != refusal.errno()) {
      LOG.log(
          Level.WARNING, "task " + task.pid() + " " + consequence + ": " + refusal.getMessage());
    }
  }

  void forget(Task task) {
    byPid.remove(task.pid());
  }

  /** {@code , but not of 17 (EPERM)}; empty if there are none. */
  String butNotOf() {
    if (byPid.isEmpty()) {
      return "";
    }
    int more = byPid.size() - MOST_NAMED;
    return byPid.entrySet().stream()
        .limit(MOST_NAMED)
        .map(exception -> exception.getKey() + " (" + exception.getValue() + ")")
        .collect(
            Collectors.joining(", ", ", but not of ", more > 0 ? " and " + more + " more" : ""));
  }
}
