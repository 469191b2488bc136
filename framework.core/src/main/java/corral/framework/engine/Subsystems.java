package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.Errno;
import corral.framework.api.event.ContainerEvent;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes subsystems up, binds them to hierarchies and lets go of them, with all their states and
 * tasks, while everything runs. Every method is called under the management lock.
 */
final class Subsystems {
  private static final String NAME =
      "[^\\s,./=\\p{Cntrl}]{1," + ContainerSubsystem.LONGEST_NAME + "}";

  private final Core core;
  private final Membership membership;
  private final CoreFiles coreFiles;

  Subsystems(Core core, Membership membership, CoreFiles coreFiles) {
    this.core = core;
    this.membership = membership;
    this.coreFiles = coreFiles;
  }

  @Nullable Registration find(String name) {
    return first(registration -> registration.name().equals(name));
  }

  /**
   * As {@link #find(String)}.
   *
   * @throws ContainerException ENOENT if there is none
   */
  Registration require(String name) throws ContainerException {
    var registration = find(name);
    if (registration == null) {
      throw new ContainerException(Errno.ENOENT, name, "no such subsystem");
    }
    return registration;
  }

  @Nullable Registration find(ContainerSubsystem<?> subsystem) {
    return first(registration -> registration.subsystem() == subsystem);
  }

  private @Nullable Registration first(Predicate<Registration> condition) {
    return core.subsystems().stream().filter(condition).findFirst().orElse(null);
  }

  /**
   * Takes a subsystem up: first in hierarchy 0, then, if a hierarchy waits for it, there.
   *
   * @throws ContainerException EINVAL (its name), EEXIST, ENOSPC, or what its create refuses with
   */
  void register(ContainerSubsystem<?> subsystem) throws ContainerException {
    String name = subsystem.name();
    check(name);
    var zero = core.hierarchyZero();
    var registration = new Registration(freeId(), name, subsystem, zero);
    var css = registration.create(zero.rootNode(), null);
    zero.rootNode().state(registration.id(), css);
    core.subsystems(Stream.concat(core.subsystems().stream(), Stream.of(registration)).toList());
    zero.bound(with(zero.bound(), registration), FileTable.EMPTY);
    registration.registered();
    membership.regroup((task, _, to) -> registration.adopt(to.state(registration), task));
    core.announcements.announce(() -> new ContainerEvent.Registered(name));
    comeBack(registration);
  }

  private void check(String name) throws ContainerException {
    if (!name.matches(NAME)) {
      throw new ContainerException(Errno.EINVAL, name, "not a name for a subsystem");
    }
    if (find(name) != null) {
      throw new ContainerException(Errno.EEXIST, name, "another subsystem has this name");
    }
    int most = core.limits.subsystems();
    if (core.subsystems().size() >= most) {
      throw new ContainerException(Errno.ENOSPC, name, "there are " + most + " subsystems already");
    }
  }

  private int freeId() {
    return IntStream.range(0, core.limits.subsystems())
        .filter(id -> first(registration -> registration.id() == id) == null)
        .findFirst()
        .orElseThrow();
  }

  /** Gives a subsystem back its place in a hierarchy and what it saved when it left. */
  private void comeBack(Registration registration) {
    try {
      for (var hierarchy : core.hierarchies()) {
        if (hierarchy.awaited().contains(registration.name())) {
          bind(registration, hierarchy);
          return;
        }
      }
      var root = core.hierarchyZero().rootNode();
      Binding.restore(registration, root, root.state(registration));
      root.forgetSaved(registration.name());
    } catch (ContainerException e) {
      registration.trouble("what it saved was refused: " + e.getMessage());
    }
  }

  /**
   * Binds a subsystem from hierarchy 0 to another with all that is in it.
   *
   * @throws ContainerException EEXIST (two files of one name), or what the subsystem refuses with;
   *     nothing has changed then
   */
  void bind(Registration registration, HierarchyRoot hierarchy) throws ContainerException {
    var bound = with(hierarchy.bound(), registration);
    var files = coreFiles.table(bound, hierarchy.noPrefix());
    var binding = new Binding(registration, hierarchy);
    binding.prepare();
    take(registration);
    binding.publish();
    place(registration, hierarchy, bound, files);
    membership.regroup(binding::moved);
    binding.cancelRest();
    announceBound(registration);
  }

  /** To be called when the subsystem's states are there and every task has its new group. */
  void announceBound(Registration registration) {
    core.announcements.announce(
        () -> new ContainerEvent.Bound(registration.hierarchy().id(), registration.name()));
  }

  /**
   * Brings the root state of a subsystem from hierarchy 0 to a new hierarchy, or back from one in
   * which there is nothing but the root. The groups are to be made anew afterwards.
   */
  void moveRoot(Registration registration, HierarchyRoot to, FileTable files) {
    var css = registration.hierarchy().rootNode().state(registration);
    take(registration);
    css.moveTo(to.rootNode());
    to.rootNode().state(registration.id(), css);
    place(registration, to, with(to.bound(), registration), files);
  }

  /** Takes a subsystem's root state and files out of the hierarchy where they are. */
  private void take(Registration registration) {
    var from = registration.hierarchy();
    var rest = from.bound().stream().filter(other -> other != registration).toList();
    from.rootNode().state(registration.id(), null);
    from.bound(rest, from.files().without(registration));
  }

  private static void place(
      Registration registration,
      HierarchyRoot hierarchy,
      List<Registration> bound,
      FileTable files) {
    hierarchy.bound(bound, files);
    hierarchy.awaitNoMore(registration.name());
    registration.trouble("");
    registration.bind(hierarchy);
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
        var files = coreFiles.table(hierarchy.bound(), hierarchy.noPrefix());
        hierarchy.bound(hierarchy.bound(), files);
      } catch (ContainerException e) {
        registration.files(before);
        throw e;
      }
    }
  }

  /**
   * Lets go of a subsystem whose bundle leaves, which nobody can refuse. References to its states
   * fail from now on, no event reaches it any more, and what it saves is kept for its return.
   */
  void unregister(Registration registration) {
    var hierarchy = registration.hierarchy();
    var containers = hierarchy.rootNode().subtree().toList();
    containers.forEach(container -> container.state(registration).abandon());
    hierarchy.bound(
        hierarchy.bound().stream().filter(other -> other != registration).toList(),
        hierarchy.files().without(registration));
    if (hierarchy != core.hierarchyZero()) {
      hierarchy.await(registration.name());
    }
    core.subsystems(core.subsystems().stream().filter(other -> other != registration).toList());
    membership.regroup((_, _, _) -> {});
    for (var container : containers.reversed()) {
      var css = container.state(registration);
      container.save(registration.name(), registration.save(css));
      container.state(registration.id(), null);
      registration.destroy(css);
    }
    core.announcements.announce(() -> new ContainerEvent.Gone(hierarchy.id(), registration.name()));
  }

  /** In the order of registration, wherever they were meanwhile. */
  private List<Registration> with(List<Registration> bound, Registration registration) {
    return core.subsystems().stream()
        .filter(other -> other == registration || bound.contains(other))
        .toList();
  }
}
