package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to take a subsystem from hierarchy 0 to one that may have containers and tasks in it.
 * The states are made and the tasks are asked for apart from the tree, so that a refusal leaves no
 * trace there. Used under the management lock.
 */
final class Binding {
  private final Membership membership;
  private final Registration registration;
  private final HierarchyRoot hierarchy;

  /** The root state in hierarchy 0. */
  private final SubsystemState rootState;

  /**
   * Whether the hierarchy waits for the subsystem. Then it makes the root state anew, too, because
   * what was saved is given back from the root down and the old one has to outlive a refusal.
   */
  private final boolean returns;

  /** The new states, parents first. */
  private final Map<ContainerNode, SubsystemState> states = new LinkedHashMap<>();

  /** Tasks that agreed to be attached and were not told yet that they are, with their state. */
  private final Map<TaskEntry, SubsystemState> agreed = new LinkedHashMap<>();

  Binding(Membership membership, Registration registration, HierarchyRoot hierarchy) {
    this.membership = membership;
    this.registration = registration;
    this.hierarchy = hierarchy;
    this.rootState = registration.hierarchy().rootNode().state(registration);
    this.returns = hierarchy.absence(registration.name()) != null;
  }

  /**
   * Makes the states and gives back what was saved, for a subsystem that returns to its place.
   *
   * @throws ContainerException what the subsystem refuses with; everything is undone then
   */
  void prepareReturn() throws ContainerException {
    undoing(this::create);
  }

  /**
   * As {@link #prepareReturn}, and asks for each task that will have another state.
   *
   * @throws ContainerException EBUSY if a state that has to go is held, or what the subsystem
   *     refuses with; everything is undone then
   */
  void prepare() throws ContainerException {
    undoing(
        () -> {
          create();
          askTasks();
        });
  }

  private void undoing(Membership.Action step) throws ContainerException {
    try {
      step.run();
    } catch (ContainerException e) {
      undo();
      throw e;
    }
  }

  /** Each is restored before its children are made, which may take after it. */
  private void create() throws ContainerException {
    if (returns && !rootState.close()) {
      throw new ContainerException(Errno.EBUSY, registration.name(), "its root state is held");
    }
    for (var container : hierarchy.rootNode().subtree().skip(returns ? 0 : 1).toList()) {
      var css = registration.create(container, stateOrNull(container.parent()));
      states.put(container, css);
      restore(registration, container, css);
    }
  }

  private void askTasks() throws ContainerException {
    for (var state : states.entrySet()) {
      for (var task : state.getKey().tasks()) {
        ask((TaskEntry) task, state.getValue());
      }
    }
  }

  private void ask(TaskEntry task, SubsystemState css) throws ContainerException {
    membership.whileAtRest(
        task,
        () -> {
          registration.canAttach(css, task);
          agreed.put(task, css);
        });
  }

  private void undo() {
    cancelRest();
    for (var css : List.copyOf(states.values()).reversed()) {
      registration.destroy(css);
    }
    rootState.reopen();
  }

  /** Puts the states into the tree. */
  void publish() {
    if (!returns) {
      rootState.moveTo(hierarchy.rootNode());
      hierarchy.rootNode().state(registration.id(), rootState);
    }
    states.forEach((container, css) -> container.state(registration.id(), css));
    hierarchy.rootNode().subtree().forEach(c -> c.forgetSaved(registration.name()));
  }

  /** A task has got its new group. */
  void moved(TaskEntry task, CssGroup from, CssGroup to) {
    agreed.remove(task);
    registration.moved(to.state(registration), from.state(registration), task);
  }

  /** Every task has its new group: nobody uses any more what has to go. */
  void finish() {
    cancelRest();
    if (returns) {
      registration.destroy(rootState);
    }
  }

  /** Tells the subsystem of those who agreed and have ended since. */
  private void cancelRest() {
    agreed.forEach((task, css) -> registration.cancelAttach(css, task));
    agreed.clear();
  }

  /** Gives a subsystem back what it saved for a container, if it saved anything. */
  static void restore(Registration registration, ContainerNode container, SubsystemState css)
      throws ContainerException {
    var saved = container.saved(registration.name());
    if (!saved.isEmpty()) {
      registration.restore(css, saved);
    }
  }

  private @Nullable SubsystemState stateOrNull(@Nullable ContainerNode container) {
    return container == null ? null : states.getOrDefault(container, rootState);
  }
}
