package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.Errno;
import corral.framework.api.event.ContainerEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes subsystems up and lets go of them, with all their states and tasks, while everything runs.
 * Every method is called under the management lock.
 */
final class Subsystems {
  private static final Logger LOG = System.getLogger("corral.framework");

  private static final String NAME =
      "[^\\s,./=\\p{Cntrl}]{1," + ContainerSubsystem.LONGEST_NAME + "}";

  private final Core core;
  private final Membership membership;
  private final Binder binder;

  Subsystems(Core core, Membership membership, Binder binder) {
    this.core = core;
    this.membership = membership;
    this.binder = binder;
  }

  /**
   * The registered subsystem of this name.
   *
   * @throws ContainerException ENOENT if there is none
   */
  Registration require(String name) throws ContainerException {
    var registration = core.subsystem(name);
    if (registration == null) {
      throw new ContainerException(Errno.ENOENT, name, "no such subsystem");
    }
    return registration;
  }

  @Nullable Registration find(ContainerSubsystem<?> subsystem) {
    return core.subsystems().stream()
        .filter(registration -> registration.subsystem() == subsystem)
        .findFirst()
        .orElse(null);
  }

  /**
   * Takes a subsystem up: in the hierarchy that waits for it, else in hierarchy 0.
   *
   * @throws ContainerException EINVAL (its name), EEXIST, ENOSPC, or what its create refuses with
   */
  void register(ContainerSubsystem<?> subsystem) throws ContainerException {
    String name = subsystem.name();
    check(name);
    var zero = core.hierarchyZero();
    var registration = new Registration(freeId(), name, subsystem, zero);
    zero.rootNode().state(registration.id(), registration.create(zero.rootNode(), null));
    core.subsystems(Stream.concat(core.subsystems().stream(), Stream.of(registration)).toList());
    binder.takeUp(registration);
    registration.registered();
    core.announcements.announce(() -> new ContainerEvent.Registered(name));
    var absence = core.absence(name);
    if (absence == null) {
      restoreUnbound(registration);
    } else if (comeBack(registration, absence)) {
      return;
    }
    membership.regroup((task, _, to) -> registration.adopt(to.state(registration), task));
  }

  private void check(String name) throws ContainerException {
    if (!name.matches(NAME) || MountOptions.FLAGS.contains(name)) {
      throw new ContainerException(Errno.EINVAL, name, "not a name for a subsystem");
    }
    if (core.subsystem(name) != null) {
      throw new ContainerException(Errno.EEXIST, name, "another subsystem has this name");
    }
    int most = core.limits.subsystems();
    if (core.subsystems().size() >= most) {
      throw new ContainerException(Errno.ENOSPC, name, "there are " + most + " subsystems already");
    }
  }

  private int freeId() {
    return IntStream.range(0, core.limits.subsystems())
        .filter(id -> core.subsystems().stream().noneMatch(other -> other.id() == id))
        .findFirst()
        .orElseThrow();
  }

  private static void restoreUnbound(Registration registration) {
    var root = registration.hierarchy().rootNode();
    try {
      Binding.restore(registration, root, root.state(registration));
      root.forgetSaved(registration.name());
    } catch (ContainerException e) {
      trouble(registration, "what it saved was refused", e);
    }
  }

  /** Returns false, and the hierarchy goes on waiting, if the subsystem cannot have its place. */
  private boolean comeBack(Registration registration, Absence absence) {
    try {
      binder.comeBack(registration, absence);
      return true;
    } catch (ContainerException e) {
      trouble(registration, "it cannot return to its place", e);
      return false;
    }
  }

  private static void trouble(Registration registration, String what, ContainerException cause) {
    registration.trouble(what + ": " + cause.getMessage());
    LOG.log(Level.WARNING, "subsystem " + registration.name() + ": " + registration.trouble());
  }

  /**
   * Lets go of a subsystem whose bundle leaves, which nobody can refuse. References to its states
   * fail from now on, no event reaches it any more, and what it saves is kept for its return.
   */
  void unregister(Registration registration) {
    var hierarchy = registration.hierarchy();
    var containers = hierarchy.rootNode().subtree().toList();
    containers.forEach(container -> container.state(registration).abandon());
    binder.letGo(registration);
    var absence = new Absence(registration.name(), hierarchy);
    if (registration.isBound()) {
      hierarchy.await(absence);
    }
    core.subsystems(core.subsystems().stream().filter(other -> other != registration).toList());
    membership.regroup((task, _, _) -> absence.knows(task));
    // One that could not take what was saved has nothing better to leave to the next.
    boolean refused = !registration.trouble().isEmpty();
    for (var container : containers.reversed()) {
      var css = container.state(registration);
      if (!refused) {
        container.save(registration.name(), registration.save(css));
      }
      container.state(registration.id(), null);
      registration.destroy(css);
    }
    core.announcements.announce(() -> new ContainerEvent.Gone(hierarchy.id(), registration.name()));
  }

  /**
   * Takes a subsystem out of the hierarchy where it is, or is waited for; what it saved is thrown
   * away then.
   *
   * @throws ContainerException ENOENT (no such subsystem), EINVAL (it is in no hierarchy), EBUSY (a
   *     state is held); nothing has changed then
   */
  void unbind(String name) throws ContainerException {
    var absence = core.absence(name);
    if (absence != null) {
      giveUp(absence);
      return;
    }
    var registration = require(name);
    if (!registration.isBound()) {
      throw new ContainerException(Errno.EINVAL, name, "it is bound to no hierarchy");
    }
    binder.unbind(registration);
  }

  private void giveUp(Absence absence) {
    String name = absence.subsystem();
    absence.hierarchy().awaitNoMore(name);
    absence.hierarchy().rootNode().subtree().forEach(container -> container.forgetSaved(name));
    var refused = core.subsystem(name);
    if (refused != null) {
      refused.trouble("");
    }
    membership.regroup((_, _, _) -> {});
    core.announcements.announce(
        () -> new ContainerEvent.Unbound(absence.hierarchy().id(), absence.subsystem()));
  }
}
