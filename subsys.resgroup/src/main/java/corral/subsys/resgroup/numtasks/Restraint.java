package corral.subsys.resgroup.numtasks;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Task;
import java.util.List;

/**
 * Keeps groups to their limits. Thread-safe. What is told of single tasks comes as the subsystem
 * hears it, and waits for nobody.
 */
interface Restraint extends AutoCloseable {
  /**
   * A group may have other limits than before. Under the management lock.
   *
   * @throws ContainerException if the host refuses
   */
  void limit(TaskCount group) throws ContainerException;

  /** Puts a member under the limits of its group, which may have changed. */
  void place(TaskCount group, Task task);

  /** A task has come into a group for the first time: by a fork, or with the controller. */
  void came(TaskCount group, Task task);

  /** A member has forked; the child came already. */
  void forked(TaskCount group);

  /** A task has gone from one group to another. */
  void moved(TaskCount from, TaskCount to, Task task);

  /** A member has ended. */
  void ended(TaskCount group, Task task);

  /** How many tasks there are for the limit of a group. */
  long held(TaskCount group);

  /** Brings the failures of a group up to date. */
  void count(TaskCount group);

  /** A group is gone, or the controller goes: nothing of it stays in force. */
  void forget(TaskCount group);

  /** What is carried out, and by what. */
  List<Enforcement> promises();

  @Override
  void close();
}
