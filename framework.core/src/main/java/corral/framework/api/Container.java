package corral.framework.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A group of tasks in one hierarchy ({@code struct container}), seen as a directory.
 *
 * <p>Thread-safe; reads show the state of the moment and take no lock but where they say so. Within
 * a callback that is called under the management lock the tree does not change.
 */
@ProviderType
public interface Container {
  /** A number that stays the same when the container is renamed, and is not used again. */
  long id();

  /** The directory's name; empty for a root. */
  String name();

  /** The path below the hierarchy's root: {@code /} for the root, else {@code /a/b}. */
  String path();

  /** The hierarchy that this container belongs to. */
  Hierarchy hierarchy();

  /** The containing container; null for a root. */
  @Nullable Container parent();

  /** The containers directly below, by name. */
  List<Container> children();

  /**
   * The tasks directly in this container, ascending by pid. The cost is in the members, not in the
   * machine's tasks. A task that is a member for the whole length of the call is listed exactly
   * once; one that comes or goes meanwhile may be listed or not. While tasks are moved without a
   * pause it waits for the management lock, so it is not for {@code fork}, {@code adopt} and {@code
   * exit} callbacks.
   */
  List<Task> tasks();

  /** How many tasks are directly in this container. */
  int taskCount();

  /** The groups whose tasks are directly in this container; there may be some without tasks. */
  List<TaskGroup> taskGroups();

  /** How many references are held, by all subsystems together. */
  int references();

  /**
   * Whether nothing is in it and nobody holds it, so that it could be removed; never so for a root.
   */
  boolean isReleasable();

  /**
   * This container's state in a subsystem.
   *
   * @return null if the subsystem is not bound to this hierarchy
   */
  <S extends SubsystemState> @Nullable S state(ContainerSubsystem<S> subsystem);

  /** Whether the container has been removed ({@code container_is_removed}). */
  boolean isRemoved();

  /** The {@code notify_on_release} flag. */
  boolean notifyOnRelease();

  /** The {@code cgroup.clone_children} flag: a new child starts with its parent's settings. */
  boolean cloneChildren();

  /**
   * Asks the framework to look whether this container can be released ({@code check_for_release}).
   * Never blocks; may be called from any thread under any lock.
   */
  void checkForRelease();
}
