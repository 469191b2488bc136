package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.TaskInfo;

/** Who may do what. Reading is free to all. */
final class Permissions {
  private static final int INIT = 1;

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
    checkProcess(caller, task, "move");
  }

  /**
   * A task may be killed by whoever may move it, as kill(2) has it, but for those without which
   * there would be nobody to ask.
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
   * Whoever may write to a directory may remove and rename the containers in it.
   *
   * @throws ContainerException EACCES
   */
  static void checkRemove(Caller caller, ContainerNode container) throws ContainerException {
    var parent = container.parent();
    checkWrite(caller, parent == null ? container : parent);
  }

  private static ContainerException spared(int pid, String reason) {
    return new ContainerException(Errno.EPERM, Integer.toString(pid), reason);
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

  private static void checkOwner(Caller caller, int ownerUid) throws ContainerException {
    if (caller.uid() != 0 && caller.uid() != ownerUid) {
      throw new ContainerException(
          Errno.EACCES, "it belongs to user " + ownerUid + ", not to user " + caller.uid());
    }
  }
}
