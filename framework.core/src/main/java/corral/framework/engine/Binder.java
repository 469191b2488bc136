package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.api.event.ContainerEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes subsystems from hierarchy to hierarchy while everything runs, each time as a whole or not
 * at all. Every method is called under the management lock.
 */
final class Binder {
  private static final Logger LOG = System.getLogger("corral.framework");

  private final Core core;
  private final Membership membership;
  private final CoreFiles coreFiles;

  Binder(Core core, Membership membership, CoreFiles coreFiles) {
    this.core = core;
    this.membership = membership;
    this.coreFiles = coreFiles;
  }

  /**
   * Binds a subsystem from hierarchy 0 to another with all that is in it. Where it is bound
   * already, this changes nothing.
   *
   * @throws ContainerException EBUSY (it is in another hierarchy, or one waits for it), EEXIST (two
   *     files of one name), or what the subsystem refuses with; nothing has changed then
   */
  void bind(Registration registration, HierarchyRoot hierarchy) throws ContainerException {
    if (registration.hierarchy() == hierarchy) {
      return;
    }
    checkFree(registration, hierarchy);
    var files = filesWith(registration, hierarchy);
    var absence = hierarchy.absence(registration.name());
    var binding = new Binding(membership, registration, hierarchy);
    binding.prepare();
    carryOut(binding, registration, hierarchy, files);
    membership.regroup(binding::moved);
    binding.finish();
    if (absence != null) {
      tellOfEnded(registration, absence);
    }
    announceBound(registration);
  }

  /**
   * Gives a subsystem back its place in the hierarchy that waits for it, and what it saved.
   *
   * @throws ContainerException EEXIST (two files of one name), or what the subsystem refuses with;
   *     nothing has changed then
   */
  void comeBack(Registration registration, Absence absence) throws ContainerException {
    var hierarchy = absence.hierarchy();
    var files = filesWith(registration, hierarchy);
    var binding = new Binding(membership, registration, hierarchy);
    binding.prepareReturn();
    carryOut(binding, registration, hierarchy, files);
    membership.regroup(
        (task, _, to) -> absence.tellOfLive(registration, to.state(registration), task));
    binding.finish();
    tellOfEnded(registration, absence);
    announceBound(registration);
  }

  /**
   * Brings a subsystem from its hierarchy back to hierarchy 0. Its tasks are not asked for: that
   * they go to the root state is nobody's wish that could be refused.
   *
   * @throws ContainerException EBUSY if a state is held; nothing has changed then
   */
  void unbind(Registration registration) throws ContainerException {
    var hierarchy = registration.hierarchy();
    var containers = hierarchy.rootNode().subtree().toList();
    var rootState = containers.getFirst().state(registration);
    close(registration, containers);
    moveRoot(registration, core.hierarchyZero(), FileTable.EMPTY);
    rootState.reopen();
    membership.regroup(
        (task, from, to) ->
            registration.moved(to.state(registration), from.state(registration), task));
    for (var container : containers.subList(1, containers.size()).reversed()) {
      registration.destroy(container.state(registration));
      container.state(registration.id(), null);
    }
    announceUnbound(registration, hierarchy);
  }

  private static void close(Registration registration, List<ContainerNode> containers)
      throws ContainerException {
    var closed = new ArrayList<SubsystemState>();
    for (var container : containers) {
      var css = container.state(registration);
      if (!css.close()) {
        closed.forEach(SubsystemState::reopen);
        throw new ContainerException(
            Errno.EBUSY, registration.name(), "its state in " + container.path() + " is held");
      }
      closed.add(css);
    }
  }

  /** To be called when the subsystem's states are there and every task has its new group. */
  void announceBound(Registration registration) {
    core.announcements.announce(
        () -> new ContainerEvent.Bound(registration.hierarchy().id(), registration.name()));
  }

  /** As {@link #announceBound}, for the hierarchy that it has left. */
  void announceUnbound(Registration registration, HierarchyRoot from) {
    core.announcements.announce(() -> new ContainerEvent.Unbound(from.id(), registration.name()));
  }

  /**
   * Reads a subsystem's files anew.
   *
   * @throws ContainerException EEXIST (two files of one name); it keeps those it had then
   */
  void changeFiles(Registration registration) throws ContainerException {
    var before = registration.files();
    registration.files(registration.subsystem().files());
    if (registration.isBound()) {
      var hierarchy = registration.hierarchy();
      try {
        hierarchy.bound(hierarchy.bound(), filesWith(registration, hierarchy));
      } catch (ContainerException e) {
        registration.files(before);
        throw e;
      }
    }
  }

  /**
   * Brings the root state of a subsystem from hierarchy 0 to a new hierarchy, or back. The groups
   * are to be made anew afterwards.
   */
  void moveRoot(Registration registration, HierarchyRoot to, FileTable files) {
    var css = registration.hierarchy().rootNode().state(registration);
    take(registration);
    css.moveTo(to.rootNode());
    to.rootNode().state(registration.id(), css);
    place(registration, to, files);
  }

  /** A new subsystem, which has a root state, begins in hierarchy 0. */
  void takeUp(Registration registration) {
    var zero = core.hierarchyZero();
    zero.bound(with(registration, zero), FileTable.EMPTY);
  }

  /** Takes a subsystem and its files out of its hierarchy; its states stay. */
  void letGo(Registration registration) {
    var hierarchy = registration.hierarchy();
    hierarchy.bound(
        hierarchy.bound().stream().filter(other -> other != registration).toList(),
        hierarchy.files().without(registration));
  }

  private void carryOut(
      Binding binding, Registration registration, HierarchyRoot hierarchy, FileTable files) {
    take(registration);
    binding.publish();
    place(registration, hierarchy, files);
  }

  private void take(Registration registration) {
    registration.hierarchy().rootNode().state(registration.id(), null);
    letGo(registration);
  }

  private void place(Registration registration, HierarchyRoot hierarchy, FileTable files) {
    hierarchy.bound(with(registration, hierarchy), files);
    hierarchy.awaitNoMore(registration.name());
    // What it once refused there is out of date from now on.
    core.hierarchyZero().rootNode().forgetSaved(registration.name());
    registration.trouble("");
    registration.bind(hierarchy);
  }

  private void checkFree(Registration registration, HierarchyRoot hierarchy)
      throws ContainerException {
    var absence = core.absence(registration.name());
    var place = absence == null ? registration.hierarchy() : absence.hierarchy();
    if (place.id() != 0 && place != hierarchy) {
      throw new ContainerException(
          Errno.EBUSY,
          registration.name(),
          "in the hierarchy of " + String.join(",", place.members()));
    }
  }

  /**
   * The files of a hierarchy with those of one more subsystem.
   *
   * @throws ContainerException EEXIST if two files, or a file and a container, have the same name
   */
  private FileTable filesWith(Registration registration, HierarchyRoot hierarchy)
      throws ContainerException {
    var files = coreFiles.table(with(registration, hierarchy), hierarchy.noPrefix());
    for (var container : (Iterable<ContainerNode>) hierarchy.rootNode().subtree()::iterator) {
      var parent = container.parent();
      if (parent != null && files.find(container.name(), parent) != null) {
        throw new ContainerException(
            Errno.EEXIST,
            registration.name(),
            "a container has the name of a file: " + container.path());
      }
    }
    return files;
  }

  /** What is bound to a hierarchy and one more, in the order of registration. */
  private List<Registration> with(Registration registration, HierarchyRoot hierarchy) {
    return core.subsystems().stream()
        .filter(other -> other == registration || hierarchy.bound().contains(other))
        .toList();
  }

  private void tellOfEnded(Registration registration, Absence absence) {
    absence.endIn(core.rootGroup);
    long forgotten = absence.tellOfEnded(registration);
    if (forgotten > 0) {
      LOG.log(
          Level.WARNING,
          "subsystem {0} was away for so long that {1} ended tasks were forgotten",
          registration.name(),
          forgotten);
    }
  }
}
