package corral.subsys.ns;

import corral.framework.api.Container;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import corral.framework.api.host.NamespaceIds;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the namespaces of one container ({@code struct nscont}). Its tasks have the same
 * ones, its home. But a root also has tasks that were in others before anybody followed, and a task
 * stays where it is that could not be given a container of its own: the strangers.
 *
 * <p>Written by the thread that follows, and under the management lock; read by any.
 */
final class Nest extends SubsystemState {
  /** A process, also while its task is not known. */
  record Identity(int pid, long startTimeNanos) {
    static Identity of(Task task) {
      return new Identity(task.pid(), task.startTimeNanos());
    }
  }

  /** The namespaces of its tasks; null until one of them was looked at. */
  private volatile @Nullable NamespaceIds home;

  /** For whom it was made, as a container of its own; null if it was made for nobody. */
  private volatile @Nullable Identity owner;

  /** What the owner had before; its children may still have it. */
  private volatile @Nullable NamespaceIds origin;

  /** Its tasks that have other namespaces than the home. */
  private final Map<Identity, NamespaceIds> strangers = new ConcurrentHashMap<>();

  /** Whether this goes on with what an earlier version knew. */
  private volatile boolean isRestored;

  Nest(Container container) {
    super(container);
  }

  /** Nothing is known any more. */
  void reset() {
    isRestored = false;
    home = null;
    owner = null;
    origin = null;
    strangers.clear();
  }

  /** It was made for a task that has changed its namespaces. */
  void madeFor(Task task, NamespaceIds before, NamespaceIds now) {
    owner = Identity.of(task);
    origin = before;
    home = now;
  }

  /** A task that is alone in its own container changes that of its namespaces. */
  boolean isOwnOf(Task task) {
    return Identity.of(task).equals(owner)
        && container().taskCount() == 1
        && container().children().isEmpty();
  }

  void home(NamespaceIds ids) {
    home = ids;
  }

  @Nullable NamespaceIds home() {
    return home;
  }

  /** Whether somebody has been looked at here. */
  boolean isKnown() {
    return home != null;
  }

  boolean isRestored() {
    return isRestored;
  }

  /** The namespaces that a task of this container had when it was looked at; null if never. */
  @Nullable NamespaceIds known(Task task) {
    var own = strangers.get(Identity.of(task));
    return own == null ? home : own;
  }

  /** Takes a task as it is. */
  void learn(Task task, NamespaceIds ids) {
    if (home == null) {
      home = ids;
    }
    if (ids.equals(home)) {
      strangers.remove(Identity.of(task));
    } else {
      strangers.put(Identity.of(task), ids);
    }
  }

  /** A task is here no more. */
  void forget(Task task) {
    strangers.remove(Identity.of(task));
  }

  /** Whether it has tasks with these namespaces. */
  boolean houses(NamespaceIds ids) {
    return container().taskCount() > 0
        && (Objects.equals(home, ids) || strangers.containsValue(ids));
  }

  /** Whether its owner came from these namespaces. */
  boolean cameFrom(NamespaceIds ids) {
    return Objects.equals(origin, ids);
  }

  Map<String, String> save() {
    return SavedNest.write(new SavedNest(home, owner, origin, Map.copyOf(strangers)));
  }

  void restore(SavedNest saved) {
    home = saved.home();
    owner = saved.owner();
    origin = saved.origin();
    strangers.putAll(saved.strangers());
    isRestored = true;
  }
}
