package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.Access;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.TaskInfo;

/**
 * Who may do what. Reading is free to all; who owns what is in {@link Ownership}. The rules of
 * moving and giving away are those by which cgroup v2 delegates.
 */
final class Permissions {
  private static final int INIT = 1;
  private static final int ALL_BITS = 07777;

  private Permissions() {}

  /**
   * Writing to a file, and making containers in a directory.
   *
   * @throws ContainerException EACCES
   */
  static void checkWrite(Caller caller, Access access) throws ContainerException {
    if (!access.allowsWriting(caller)) {
      throw new ContainerException(
          Errno.EACCES, "user " + caller.uid() + " may not write to it (" + access + ")");
    }
  }

  /**
   * Whoever may write to a directory may remove and rename the containers in it.
   *
   * @throws ContainerException EACCES
   */
  static void checkRemove(Caller caller, ContainerNode container) throws ContainerException {
    var parent = container.parent();
    checkWrite(caller, (parent == null ? container : parent).ownership().directory());
  }

  /**
   * Whoever removes a subtree must be allowed to remove each of its containers from the one above.
   *
   * @throws ContainerException EACCES
   */
  static void checkRemoveAll(Caller caller, ContainerNode top) throws ContainerException {
    for (var container : top.subtree().toList()) {
      checkRemove(caller, container);
    }
  }

  /**
   * Root and the one who runs Corral may mount and unmount.
   *
   * @throws ContainerException EACCES
   */
  static void checkMount(Caller caller, Caller corral) throws ContainerException {
    if (caller.uid() != 0 && caller.uid() != corral.uid()) {
      throw new ContainerException(
          Errno.EACCES, "only root and user " + corral.uid() + ", who runs Corral, may do this");
    }
  }

  /**
   * A task may be moved by root, and by a caller whose uid is the task's uid or saved uid (seed
   * 001, {@code attach_task}) and who may move tasks within the nearest container that holds both
   * places: so nobody can pull tasks into what he was given, nor out of it. That he may move tasks
   * into the target is for {@link #checkWrite}.
   *
   * @throws ContainerException EACCES
   */
  static void checkMove(Caller caller, TaskInfo task, ContainerNode from, ContainerNode to)
      throws ContainerException {
    checkProcess(caller, task, "move");
    checkMembers(caller, from.nearestCommon(to));
  }

  /**
   * A task's own child container is made and entered in one step, which needs what both need.
   *
   * @throws ContainerException EACCES
   */
  static void checkClone(Caller caller, TaskInfo task, ContainerNode from)
      throws ContainerException {
    checkProcess(caller, task, "move");
    checkMembers(caller, from);
    checkWrite(caller, from.ownership().directory());
  }

  /**
   * A task may be killed by root and whoever it belongs to, as kill(2) has it, but for those
   * without which there would be nobody to ask.
   *
   * @param corral Corral itself
   * @throws ContainerException EACCES, EPERM
   */
  static void checkKill(Caller caller, Caller corral, TaskInfo task) throws ContainerException {
    int pid = task.pid();
    if (pid == INIT) {
      throw spared(pid, "init is never killed");
    }
    if (pid == corral.pid()) {
      throw spared(pid, "this is Corral itself");
    }
    if (pid == caller.pid()) {
      throw spared(pid, "this is the caller itself");
    }
    checkProcess(caller, task, "kill");
  }

  /**
   * Only root gives something away; an owner may choose his own group for it. Source: chown(2).
   *
   * @return it as it is when it has been given
   * @throws ContainerException EPERM, EINVAL
   */
  static Access give(Caller caller, Access access, int uid, int gid) throws ContainerException {
    var given = access.ownedBy(kept(uid, access.uid()), kept(gid, access.gid()));
    if (caller.uid() == 0) {
      return given;
    }
    checkOwner(caller, access);
    if (given.uid() != access.uid()) {
      throw new ContainerException(Errno.EPERM, "only root may give it to another user");
    }
    if (given.gid() != access.gid() && given.gid() != caller.gid()) {
      throw new ContainerException(
          Errno.EPERM, "user " + caller.uid() + " is not in group " + given.gid());
    }
    return given;
  }

  private static int kept(int id, int old) throws ContainerException {
    if (id < ContainerAdmin.UNCHANGED) {
      throw new ContainerException(Errno.EINVAL, Integer.toString(id), "ids are not negative");
    }
    return id == ContainerAdmin.UNCHANGED ? old : id;
  }

  /**
   * Root and the owner may change the permission bits, those that mean something. Source: chmod(2).
   *
   * @param changeable the bits that can be changed
   * @throws ContainerException EPERM, EINVAL
   */
  static void checkMode(Caller caller, Access access, int mode, int changeable)
      throws ContainerException {
    if ((mode & ~ALL_BITS) != 0) {
      throw new ContainerException(Errno.EINVAL, "%o is not a mode".formatted(mode));
    }
    if (caller.uid() != 0) {
      checkOwner(caller, access);
    }
    if (((mode ^ access.mode()) & ~changeable) != 0) {
      throw new ContainerException(
          Errno.EPERM,
          "of mode %04o only the bits of %04o can be changed".formatted(access.mode(), changeable));
    }
  }

  private static void checkOwner(Caller caller, Access access) throws ContainerException {
    if (caller.uid() != access.uid()) {
      throw new ContainerException(
          Errno.EPERM, "it belongs to user " + access.uid() + ", not to user " + caller.uid());
    }
  }

  private static void checkMembers(Caller caller, ContainerNode container)
      throws ContainerException {
    var members = container.ownership().members();
    if (!members.allowsWriting(caller)) {
      throw new ContainerException(
          Errno.EACCES,
          "user %d may not write to tasks of %s (%s)"
              .formatted(caller.uid(), container.path(), members));
    }
  }

  private static void checkProcess(Caller caller, TaskInfo task, String verb)
      throws ContainerException {
    if (caller.uid() != 0 && caller.uid() != task.uid() && caller.uid() != task.savedUid()) {
      throw new ContainerException(
          Errno.EACCES,
          Integer.toString(task.pid()),
          "user %d may not %s a process of user %d".formatted(caller.uid(), verb, task.uid()));
    }
  }

  private static ContainerException spared(int pid, String reason) {
    return new ContainerException(Errno.EPERM, Integer.toString(pid), reason);
  }
}
