package corral.framework.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A controller that keeps a state for each container and hears of what happens to its tasks ({@code
 * struct container_subsys}). A bundle registers an implementation as an OSGi service of this type;
 * the framework takes it up while everything runs, and lets go of it when the service goes.
 *
 * <p>Only {@link #name}, {@link #create} and {@link #destroy} are mandatory. The framework calls
 * the subsystems in the order of their registration. Callbacks of three kinds differ in what their
 * caller holds:
 *
 * <ul>
 *   <li><b>Management</b> (create, destroy, canAttach, cancelAttach, attach, postAttach, bind,
 *       postClone, save, restore, missedExit): under the management lock, so one at a time for the
 *       whole framework, and the tree does not change meanwhile. They must not wait for services or
 *       bundles, whose registry calls the framework under locks of its own.
 *   <li><b>Events</b> (adopt, fork, exit): without a lock, from the host's threads, possibly
 *       several at a time for different tasks. They must be quick, and must not wait for the
 *       management lock. For one task they never overlap with each other nor with its attach
 *       callbacks.
 *   <li><b>Files</b>: as {@link ControlFile.Reader} and {@link ControlFile.Writer} say.
 * </ul>
 *
 * <p>No callback comes before {@link #registered} and none after the framework has let go, however
 * the two fall on forks, exits and moves at full speed. A runtime exception that leaves a callback
 * is logged; out of create or canAttach it refuses the operation (EIO). The rules are seed 001's
 * (section 3.3 of its {@code containers.txt}) with V11's change to create.
 *
 * @param <S> the state that the subsystem keeps for a container
 */
@ConsumerType
public interface ContainerSubsystem<S extends SubsystemState> {
  /** The longest name of a subsystem ({@code MAX_CONTAINER_TYPE_NAMELEN}). */
  int LONGEST_NAME = 32;

  /**
   * Something that a subsystem promises about live processes, and whether it can keep it here.
   *
   * @param what the file or rule, such as {@code cpus}
   * @param enforced whether it is carried out on this host
   * @param how by what it is carried out, or what is missing for it
   */
  record Enforcement(String what, boolean enforced, String how) {}

  /**
   * A unique name of 1 to 32 characters, in which there is no comma, dot, slash, equals sign or
   * white space. Registration of another is refused (EINVAL, or EEXIST if it is taken).
   */
  String name();

  /**
   * Makes the state for a new container. It can be complete already, or refer to the parent's.
   *
   * @param container the container; its own states and files are not there yet
   * @param parent the state of its parent; null for the first container of all, for which this
   *     makes the root state. A subsystem that returns to its hierarchy makes another one there,
   *     and the first is destroyed
   * @throws ContainerException with any errno to refuse; the container then never appears
   */
  S create(Container container, @Nullable S parent) throws ContainerException;

  /** A state has been taken out of use for good. Nobody refers to it any more. */
  void destroy(S css);

  /**
   * The subsystem is taken up. Comes once, after the root state was created and before all events.
   *
   * @param subsystemId the number by which {@link Task#state} finds the subsystem's states
   */
  default void registered(int subsystemId) {}

  /**
   * Asks whether a task may enter a container. Asked when somebody attaches the task, and of each
   * task when the subsystem is bound to a hierarchy with containers; not asked on a fork, on the
   * subsystem's return to its hierarchy, and when it is unbound. One that succeeded is always
   * followed by {@link #attach} or {@link #cancelAttach}.
   *
   * @throws ContainerException with any errno to refuse; then nothing has changed
   */
  default void canAttach(S css, Task task) throws ContainerException {}

  /** The attach that {@link #canAttach} agreed to does not take place. */
  default void cancelAttach(S css, Task task) {}

  /**
   * A task has moved from one container to another; all readers see it in the new one. When the
   * subsystem is bound to a hierarchy or unbound from it, each task that is not in its root moves
   * from the root state or to it.
   */
  default void attach(S css, S old, Task task) {}

  /** Follows {@link #attach} when all subsystems have had theirs; the place for slow work. */
  default void postAttach(S css, S old, Task task) {}

  /** A task was forked into its parent's container, or the fork was missed and is told now. */
  default void fork(S css, Task task) {}

  /**
   * A task that has been running for a while is a member from now on. Told of every live task when
   * the subsystem registers, under the management lock, and when a host begins to tell. A subsystem
   * that comes back to its hierarchy is told of each task with the state of its container: by this
   * of those that it knew when it left, by {@link #fork} of those that were forked since. The seeds
   * know only {@link #fork}, which this calls unless it is overridden.
   */
  default void adopt(S css, Task task) {
    fork(css, task);
  }

  /** A task has ended; it is still counted in its container. */
  default void exit(S css, Task task) {}

  /**
   * A task has ended while the subsystem was away from a hierarchy that waited for it; told once,
   * when the subsystem has come back, under the management lock. The task may have been forked
   * while the subsystem was away. Its process id may be another's by now.
   *
   * @param css the state of its container, or of the nearest one above if that was removed
   */
  default void missedExit(S css, Task task) {}

  /** The subsystem's root state now belongs to this hierarchy; hierarchy 0 when it is unbound. */
  default void bind(Hierarchy hierarchy) {}

  /** A container was made by {@code container_clone} and its task is about to enter it. */
  default void postClone(S css) {}

  /**
   * The files that each container's directory gets from this subsystem. Read at registration, and
   * again whenever the properties of its service change. If one has the name of another file then,
   * those of before stay.
   */
  default List<ControlFile<S>> files() {
    return List.of();
  }

  /**
   * The files that are added to each task's directory below {@code /proc}, such as {@code
   * /proc/<pid>/cpuset}. They are read with the state of the task and never written.
   */
  default List<ControlFile<S>> taskFiles() {
    return List.of();
  }

  /**
   * What must not be lost when the subsystem leaves for a while, because its bundle is stopped or
   * updated. Called when no event can reach the state any more.
   *
   * @return names and values; empty if there is nothing to keep
   */
  default Map<String, String> save(S css) {
    return Map.of();
  }

  /**
   * Gives back what {@link #save} of this or an earlier version returned for the same container.
   * Parents come first: what is created below takes after a parent that has everything again.
   *
   * @throws ContainerException EINVAL if it cannot be understood; the subsystem then stays unbound,
   *     and what was saved is kept for the next try
   */
  default void restore(S css, Map<String, String> saved) throws ContainerException {}

  /** What the subsystem promises and whether it can keep it on this host. */
  default List<Enforcement> enforcement() {
    return List.of();
  }
}
