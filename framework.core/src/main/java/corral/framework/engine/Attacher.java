package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;

/**
 * Moves tasks on behalf of callers: finds the task that a pid means now, and asks for permission.
 * Every method is called under the management lock.
 */
final class Attacher {
  private final Membership membership;
  private final HostLink host;

  Attacher(Membership membership, HostLink host) {
    this.membership = membership;
    this.host = host;
  }

  /**
   * Moves a task into a container.
   *
   * @param pid the task; 0 for the caller
   * @throws ContainerException as {@code ContainerAdmin.attach} says
   */
  void attach(int pid, ContainerNode target, Caller caller) throws ContainerException {
    if (pid == 0 && caller.pid() == 0) {
      throw new ContainerException(Errno.ESRCH, "0", "the writer is no process of this host");
    }
    Permissions.checkWrite(caller, target.ownership().members());
    var found = host.find(pid == 0 ? caller.pid() : pid);
    Permissions.checkMove(
        caller, found.info(), container(found.task(), target.hierarchy()), target);
    membership.attach(found.task(), target);
  }

  /**
   * The task that a pid means now, if the caller may give it a container of its own.
   *
   * @throws ContainerException ESRCH, EACCES
   */
  TaskEntry findForClone(int pid, HierarchyRoot hierarchy, Caller caller)
      throws ContainerException {
    var found = host.find(pid);
    Permissions.checkClone(caller, found.info(), container(found.task(), hierarchy));
    return found.task();
  }

  private static ContainerNode container(TaskEntry task, HierarchyRoot hierarchy) {
    return task.settledGroup().container(hierarchy);
  }
}
