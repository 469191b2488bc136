package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.api.event.ContainerEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes, removes and renames containers. Every method is called under the management lock. */
final class Tree {
  private final Core core;
  private final Membership membership;

  Tree(Core core, Membership membership) {
    this.core = core;
    this.membership = membership;
  }

  /**
   * Makes a container. Its states are complete before it can be seen.
   *
   * @throws ContainerException EEXIST, ENOENT (the parent was removed), or what a subsystem refuses
   *     with, after those that had agreed were undone
   */
  ContainerNode make(ContainerNode parent, String name, Caller maker) throws ContainerException {
    if (parent.isRemoved()) {
      throw new ContainerException(Errno.ENOENT, "the containing directory was removed");
    }
    var files = parent.hierarchy().files();
    if (parent.child(name) != null || files.find(name, parent) != null) {
      throw new ContainerException(Errno.EEXIST);
    }
    var child = parent.newChild(name, maker);
    createStates(child, parent);
    parent.addChild(child);
    core.announcements.announce(
        () -> new ContainerEvent.Created(child.hierarchy().id(), child.id(), child.path()));
    return child;
  }

  private static void createStates(ContainerNode child, ContainerNode parent)
      throws ContainerException {
    var bound = parent.hierarchy().bound();
    for (int i = 0; i < bound.size(); i++) {
      try {
        var subsystem = bound.get(i);
        child.state(subsystem.id(), subsystem.create(child, parent.state(subsystem)));
      } catch (ContainerException e) {
        destroyStates(child, bound.subList(0, i));
        throw e;
      }
    }
  }

  private static void destroyStates(ContainerNode container, List<Registration> bound) {
    bound.reversed().forEach(subsystem -> subsystem.destroy(container.state(subsystem)));
  }

  /**
   * Removes a container that nobody uses. Whoever tries to come in or to take a reference meanwhile
   * either succeeds, and the removal is refused, or finds it gone.
   *
   * @throws ContainerException EBUSY
   */
  void remove(ContainerNode container) throws ContainerException {
    var parent = requireParent(container);
    if (container.hasChildren()) {
      throw busy("it has containers in it");
    }
    close(container);
    takeOut(container, parent);
  }

  /**
   * Removes a container and all below it, or nothing.
   *
   * @throws ContainerException EBUSY
   */
  void removeAll(ContainerNode top) throws ContainerException {
    requireParent(top);
    var bottomUp = top.subtree().toList().reversed();
    var closed = new ArrayList<ContainerNode>();
    for (var container : bottomUp) {
      try {
        close(container);
      } catch (ContainerException e) {
        closed.forEach(Tree::reopen);
        throw container == top ? e : busy(container.path() + ": " + e.reason());
      }
      closed.add(container);
    }
    for (var container : bottomUp) {
      takeOut(container, requireParent(container));
    }
  }

  /** Lets nobody in and nobody refer to it any more. */
  private static void close(ContainerNode container) throws ContainerException {
    closeGroups(container);
    closeStates(container);
  }

  /** The counterpart of {@link #close}. */
  private static void reopen(ContainerNode container) {
    for (var subsystem : container.hierarchy().bound()) {
      container.state(subsystem).reopen();
    }
    reopenGroups(container);
  }

  /** Ends a container that was closed. */
  private void takeOut(ContainerNode container, ContainerNode parent) {
    container.setRemoved();
    parent.removeChild(container);
    List.of(container.groups()).forEach(core.groups::remove);
    destroyStates(container, container.hierarchy().bound());
    core.announcements.announce(
        () ->
            new ContainerEvent.Removed(
                container.hierarchy().id(), container.id(), container.path()));
    parent.checkForRelease();
  }

  /**
   * The parent of a container that is to go.
   *
   * @throws ContainerException EBUSY if it is a root
   */
  static ContainerNode requireParent(ContainerNode container) throws ContainerException {
    var parent = container.parent();
    if (parent == null) {
      throw busy("the root of a hierarchy stays");
    }
    return parent;
  }

  private static void closeGroups(ContainerNode container) throws ContainerException {
    for (var group : container.groups()) {
      if (!group.members.close()) {
        reopenGroups(container);
        throw busy("it has tasks in it");
      }
    }
  }

  private static void reopenGroups(ContainerNode container) {
    for (var group : container.groups()) {
      group.members.reopen();
    }
  }

  private static void closeStates(ContainerNode container) throws ContainerException {
    var closed = new ArrayList<SubsystemState>();
    for (var subsystem : container.hierarchy().bound()) {
      var css = container.state(subsystem);
      if (!css.close()) {
        closed.forEach(SubsystemState::reopen);
        reopenGroups(container);
        throw busy(subsystem.name() + " holds it");
      }
      closed.add(css);
    }
  }

  /**
   * Renames a container in place.
   *
   * @throws ContainerException EBUSY (the root), EEXIST
   */
  void rename(ContainerNode container, String name) throws ContainerException {
    var parent = container.parent();
    if (parent == null) {
      throw busy("the root of a hierarchy has no name of its own");
    }
    if (name.equals(container.name())) {
      return;
    }
    if (parent.child(name) != null || container.hierarchy().files().find(name, parent) != null) {
      throw new ContainerException(Errno.EEXIST);
    }
    String from = container.path();
    parent.renameChild(container, name);
    core.announcements.announce(
        () ->
            new ContainerEvent.Renamed(
                container.hierarchy().id(), container.id(), container.path(), from));
  }

  /**
   * Makes a child of the task's container and moves the task there, in one step.
   *
   * @throws ContainerException EEXIST, ESRCH, or what a subsystem refuses with
   */
  ContainerNode cloneFor(TaskEntry task, HierarchyRoot hierarchy, boolean autoDelete, Caller maker)
      throws ContainerException {
    var parent = task.settledGroup().container(hierarchy);
    var child = make(parent, "node_" + task.pid(), maker);
    hierarchy.bound().forEach(subsystem -> subsystem.postClone(child.state(subsystem)));
    try {
      membership.attach(task, child);
    } catch (ContainerException e) {
      remove(child);
      throw e;
    }
    child.autoDelete(autoDelete);
    if (child.taskCount() == 0) {
      child.checkForRelease();
    }
    return child;
  }

  private static ContainerException busy(@Nullable String reason) {
    return new ContainerException(Errno.EBUSY, null, reason);
  }
}
