package corral.subsys.resgroup;

import static java.util.stream.Collectors.joining;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The members on whom the host refuses to act. They stay members: what keeps the host from it may
 * change. Each is logged once and named until it is removed. Thread-safe.
 */
public final class Exceptions {
  private static final Logger LOG = System.getLogger(Exceptions.class.getName());
  private static final int MOST_NAMED = 5;

  private final String consequence;
  private final Map<Integer, Errno> refusals = new ConcurrentSkipListMap<>();

  /**
   * None so far.
   *
   * @param consequence what is said of a task in the log, such as {@code has its own priority}
   */
  public Exceptions(String consequence) {
    this.consequence = consequence;
  }

  /** The host refused to act on a task; void if the reason is that it is gone. */
  public void add(Task task, ContainerException refusal) {
    var errno = refusal.errno();
    if (errno == Errno.ESRCH) {
      remove(task);
    } else if (refusals.put(task.pid(), errno) != errno) {
      LOG.log(
          Level.WARNING, "task " + task.pid() + " " + consequence + ": " + refusal.getMessage());
    }
  }

  /** The host has acted on a task, or need not any more. */
  public void remove(Task task) {
    refusals.remove(task.pid());
  }

  /** The end of a sentence that names some of them; empty if there are none. */
  public String besides() {
    if (refusals.isEmpty()) {
      return "";
    }
    int more = refusals.size() - MOST_NAMED;
    return refusals.entrySet().stream()
        .limit(MOST_NAMED)
        .map(refusal -> refusal.getKey() + " (" + refusal.getValue() + ")")
        .collect(joining(", ", ", but not of ", more > 0 ? " and " + more + " more" : ""));
  }
}
