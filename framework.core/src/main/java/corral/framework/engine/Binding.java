package corral.framework.engine;

import corral.framework.api.ContainerException;
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
  private final Registration registration;
  private final HierarchyRoot hierarchy;
  private final SubsystemState rootState;

  /** The new states below the root, parents first. */
  private final Map<ContainerNode, SubsystemState> states = new LinkedHashMap<>();

  /** Tasks that agreed to be attached and were not told yet that they are, with their state. */
  private final Map<TaskEntry, SubsystemState> agreed = new LinkedHashMap<>();

  Binding(Registration registration, HierarchyRoot hierarchy) {
    this.registration = registration;
    this.hierarchy = hierarchy;
    this.rootState = registration.hierarchy().rootNode().state(registration);
  }

  /** A step that the subsystem can refuse. */
  @FunctionalInterface
  private interface Step {
    void take() throws ContainerException;
  }

  /**
   * Makes the states and gives back what was saved, for a subsystem that returns to its place.
   *
   * @throws ContainerException what the subsystem refuses with; everything is undone then
   */
  void prepareReturn() throws ContainerException {
    undoing(
        () -> {
          create();
          restoreRoot();
        });
  }

  /**
   * As {@link #prepareReturn}, and asks for each task that will not be in the root.
   *
   * @throws ContainerException what the subsystem refuses with; everything is undone then
   */
  void prepare() throws ContainerException {
    undoing(
        () -> {
          create();
          askTasks();
          restoreRoot();
        });
  }

  private void undoing(Step step) throws ContainerException {
    try {
      step.take();
    } catch (ContainerException e) {
      undo();
      throw e;
    }
  }

  /** Each is restored before its children are made, which may take after it. */
  private void create() throws ContainerException {
    for (var container : hierarchy.rootNode().subtree().skip(1).toList()) {
      var css = registration.create(container, state(container.parent()));
      states.put(container, css);
      restore(registration, container, css);
    }
  }

  private void askTasks() throws ContainerException {
    for (var container : states.keySet()) {
      for (var task : container.tasks()) {
        registration.canAttach(state(container), task);
        agreed.put((TaskEntry) task, state(container));
      }
    }
  }

  /** Comes last, because the root state outlives a refusal. */
  private void restoreRoot() throws ContainerException {
    restore(registration, hierarchy.rootNode(), rootState);
  }

  private void undo() {
    cancelRest();
    for (var css : List.copyOf(states.values()).reversed()) {
      registration.destroy(css);
    }
  }

  /** Puts the states into the tree. */
  void publish() {
    rootState.moveTo(hierarchy.rootNode());
    hierarchy.rootNode().state(registration.id(), rootState);
    states.forEach((container, css) -> container.state(registration.id(), css));
    hierarchy.rootNode().subtree().forEach(c -> c.forgetSaved(registration.name()));
  }

  /** A task has got its new group. */
  void moved(TaskEntry task, CssGroup from, CssGroup to) {
    agreed.remove(task);
    registration.moved(to.state(registration), from.state(registration), task);
  }

  /** Tells the subsystem of those who agreed and have ended since. */
  void cancelRest() {
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

  private SubsystemState state(@Nullable ContainerNode container) {
    return states.getOrDefault(container, rootState);
  }
}
