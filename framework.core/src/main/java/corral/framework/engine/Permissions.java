package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.TaskInfo;

/** Who may do what. Reading is free to all. */
final class Permissions {
  private Permissions() {}

  /**
   * Root and the owner of a directory may change what is in it and write to its files.
   *
   * @throws ContainerException EACCES
   */
  static void checkWrite(Caller caller, ContainerNode container) throws ContainerException {
    checkOwner(caller, container.ownerUid());
  }

  /**
   * Root and the one who runs Corral may mount and unmount.
   *
   * @throws ContainerException EACCES
   */
  static void checkMount(Caller caller, Caller corral) throws ContainerException {
    checkOwner(caller, corral.uid());
  }

  /**
   * A task may be moved by root and by a caller whose uid is the task's uid or saved uid (seed 001,
   * {@code attach_task}).
   *
   * @throws ContainerException EACCES
   */
  static void checkMove(Caller caller, TaskInfo task) throws ContainerException {
    if (caller.uid() != 0 && caller.uid() != task.uid() && caller.uid() != task.savedUid()) {
      throw new ContainerException(
          Errno.EACCES,
          Integer.toString(task.pid()),
          "user " + caller.uid() + " may not move a process of user " + task.uid());
    }
  }

  private static void checkOwner(Caller caller, int ownerUid) throws ContainerException {
    if (caller.uid() != 0 && caller.uid() != ownerUid) {
      throw new ContainerException(
          Errno.EACCES, "it belongs to user " + ownerUid + ", not to user " + caller.uid());
    }
  }
}
