package corral.framework.api.admin;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Hierarchy;
import corral.framework.api.Task;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Everything that can be done with hierarchies, containers and tasks. The framework offers this
 * service.
 *
 * <p>Paths are absolute, in one name space of all mounts: {@code /dev/container/Charlie/tasks}. In
 * any of them {@code //} and a trailing {@code /} mean nothing, and {@code .} and {@code ..} mean
 * what they mean everywhere. Beside the mounts there are {@code /proc/containers} and, for each
 * task, {@code /proc/<pid>/container} and the task files of the subsystems.
 *
 * <p>Each operation takes place as a whole or not at all. Every path can be refused with
 * ENAMETOOLONG (over 4096 bytes, or a part over 255 bytes), EINVAL (a NUL in it), ENOENT or
 * ENOTDIR; that is not said again below. Thread-safe; operations that change something wait for the
 * management lock, those that read take no lock.
 */
@ProviderType
public interface ContainerAdmin {
  /** Stands for an owner or group that stays as it is. */
  int UNCHANGED = -1;

  /**
   * Corral itself as a caller, for fronts that act for the person who runs it. Its process id is 0
   * if it is no process of the host, as on a simulated machine.
   */
  Caller self();

  /**
   * Makes a hierarchy visible, or another view of one that is active.
   *
   * @param options comma-separated, as SEMANTICS says; empty means {@code all}
   * @param path the mount point, which need not exist
   * @throws ContainerException EINVAL (options that contradict each other, an empty item, no name),
   *     ENOENT (unknown subsystem), EBUSY (a subsystem is in another hierarchy; the mount point is
   *     taken), ENOSPC (too many hierarchies), EEXIST (two files of one name), EACCES
   */
  Mount mount(String options, String path, Caller caller) throws ContainerException;

  /**
   * Takes a view away. With the last view a hierarchy goes too, unless there are containers below
   * its root.
   *
   * @throws ContainerException EINVAL (nothing is mounted there), EBUSY (it was the last view of a
   *     hierarchy that has containers, but neither a subsystem nor a name by which a mount would
   *     find it again), EACCES
   */
  void unmount(String path, Caller caller) throws ContainerException;

  /** All mounts in the order in which they were made. */
  List<Mount> mounts();

  /**
   * Shows the reports of {@code /proc} in another place, too ({@code mount -t proc}): {@code
   * containers}, and a directory for each task. {@link #unmount} takes them away.
   *
   * @param path the mount point, which need not exist
   * @throws ContainerException EBUSY (the mount point is taken), EACCES
   */
  void mountReports(String path, Caller caller) throws ContainerException;

  /** Where the reports are shown besides {@code /proc}, in the order of mounting. */
  List<String> reportMounts();

  /**
   * Calls back after each mount and unmount, without a lock, and before whoever has asked for it
   * hears that it is done.
   */
  Watch watchMounts(Runnable changed);

  /** The active hierarchies, mounted or not; hierarchy 0 is not among them. */
  List<Hierarchy> hierarchies();

  /**
   * Binds a subsystem to an active hierarchy with all the containers and tasks that are in it. Its
   * states are made from the root down, and it is asked for each task that gets another state; any
   * refusal undoes the whole. Where it is bound already, nothing changes.
   *
   * @param path a directory of the hierarchy
   * @throws ContainerException ENOENT (no such subsystem), EBUSY (it is in another hierarchy, or
   *     another waits for it), EEXIST (a file of it has the name of another, or of a container),
   *     EPERM (not in a mounted hierarchy), EACCES, or what the subsystem refuses with
   */
  void bind(String subsystem, String path, Caller caller) throws ContainerException;

  /**
   * Takes a subsystem out of its hierarchy, with all its states there but the root's. A hierarchy
   * that waits for a subsystem waits no more, and what that saved is thrown away.
   *
   * @throws ContainerException ENOENT (no such subsystem), EINVAL (it is in no hierarchy), EBUSY (a
   *     state of it is held; it is all by which a hierarchy could be found that is not mounted),
   *     EACCES
   */
  void unbind(String subsystem, Caller caller) throws ContainerException;

  /**
   * Makes a container ({@code mkdir}).
   *
   * @throws ContainerException EEXIST, ENOENT (no parent), EINVAL (a newline in the name), EPERM
   *     (not in a mounted hierarchy), EACCES, or what a subsystem's {@code create} refuses with
   */
  Container makeContainer(String path, Caller caller) throws ContainerException;

  /**
   * Removes a container ({@code rmdir}).
   *
   * @throws ContainerException EBUSY (it has tasks, children or references; it is a root), ENOTDIR,
   *     EINVAL (the path ends in {@code .} or {@code ..}), EPERM (not a container), EACCES
   */
  void removeContainer(String path, Caller caller) throws ContainerException;

  /**
   * Kills every task in a container and below, then removes them all, bottom up ({@code rmdir -k}).
   * Waits until the killed tasks have ended, without a lock; tasks that they fork meanwhile are
   * killed too. The containers go in one step, or none goes; what was killed stays so.
   *
   * <p>Permissions are asked for before anything is killed: to remove each of the containers, and
   * to kill each task, as to move it. Never killed are process 1, Corral itself and the caller.
   *
   * @throws ContainerException EACCES (a container or a task is somebody else's), EPERM (one of the
   *     tasks is never killed; not a container), EBUSY (it is a root; a subsystem holds one of the
   *     containers; a killed task does not end within ten seconds, or new ones come on and on),
   *     ENOTDIR, ENOSYS (no host can kill), EINTR
   */
  void killAndRemove(String path, Caller caller) throws ContainerException;

  /**
   * Renames a container in place.
   *
   * @throws ContainerException ENOTDIR (not a container), EEXIST (the target exists), EIO (another
   *     parent), EBUSY (a root), EINVAL (a newline in the name), EACCES
   */
  void rename(String from, String to, Caller caller) throws ContainerException;

  /**
   * Moves a task into a container, as writing its pid to {@code tasks} does.
   *
   * @param pid the task; 0 for the caller itself
   * @throws ContainerException ESRCH (no such task, or it is ending), EACCES (the caller may not
   *     move it), ENOTDIR, or what a subsystem's {@code canAttach} refuses with
   */
  void attach(int pid, String path, Caller caller) throws ContainerException;

  /**
   * As the other, into a container that need not be in a mounted hierarchy.
   *
   * @throws ContainerException as the other, and ENODEV if the container has been removed
   */
  void attach(int pid, Container target, Caller caller) throws ContainerException;

  /**
   * Makes a child of the task's container in a subsystem's hierarchy, named {@code node_<pid>}, and
   * moves the task into it in one step ({@code container_clone}).
   *
   * @param autoDelete whether the container goes when its last task does
   * @throws ContainerException EINVAL (the subsystem is in hierarchy 0), EEXIST (the name is
   *     taken), ENOENT (no such subsystem), ESRCH, EACCES, or what a subsystem refuses with
   */
  Container cloneContainer(int pid, String subsystem, boolean autoDelete, Caller caller)
      throws ContainerException;

  /**
   * Gives a container's directory or a control file to an owner and a group ({@code chown}). A
   * directory takes {@code tasks} and {@code cgroup.procs} along, and no other file: its new owner
   * may make and remove containers below, which are his with all their files, and move his own
   * processes within, but he may not change the limits of what he was given.
   *
   * @param uid the owner, or {@link #UNCHANGED}
   * @param gid the group, or {@link #UNCHANGED}
   * @throws ContainerException EPERM (only root may change the owner, and only the owner the group,
   *     to his own; neither a container nor a control file), EINVAL (a negative id)
   */
  void changeOwner(String path, int uid, int gid, Caller caller) throws ContainerException;

  /**
   * Sets the permission bits of a container's directory or a control file ({@code chmod}). Reading
   * is free to all, so that only the write bits can be changed, and of files only where there is
   * something to write.
   *
   * @param mode the new bits, such as {@code 0775}
   * @throws ContainerException EPERM (not the owner's wish; another bit than those would change;
   *     neither a container nor a control file), EINVAL (more than 07777)
   */
  void changeMode(String path, int mode, Caller caller) throws ContainerException;

  /** What there is under a path. */
  Entry entry(String path) throws ContainerException;

  /** The entries of a directory by name, directories and files mixed. */
  List<Entry> list(String path) throws ContainerException;

  /**
   * The container that a path names.
   *
   * @throws ContainerException ENOTDIR if it is something else
   */
  Container container(String path) throws ContainerException;

  /**
   * Opens a file.
   *
   * @throws ContainerException EISDIR if it is a directory
   */
  OpenFile open(String path, Caller caller) throws ContainerException;

  /** Reads a file as a whole. Refusals as those of {@link #open} and {@link OpenFile#read}. */
  default String read(String path, Caller caller) throws ContainerException {
    return open(path, caller).read();
  }

  /** Writes to a file once. Refusals as those of {@link #open} and {@link OpenFile#write}. */
  default void write(String path, String text, Caller caller) throws ContainerException {
    open(path, caller).write(text);
  }

  /**
   * Calls back when the first task has come into a container or one below it, or the last one has
   * left: when its {@code cgroup.events} may read otherwise than before.
   *
   * @param changed called by whoever has moved the task or has told of its end, also under the
   *     management lock, and now and then without need; it must not block
   * @throws ContainerException ENOTDIR, EPERM (not a container)
   */
  Watch watchPopulation(String path, Runnable changed) throws ContainerException;

  /** A live task by its pid. */
  Optional<Task> task(int pid);

  /** All live tasks, ascending by pid. */
  List<Task> tasks();

  /** How every subsystem stands, those that are awaited included. */
  List<SubsystemReport> subsystems();

  /** The last runs of the release agents of all active hierarchies, oldest first. */
  List<AgentRun> agentRuns();

  /**
   * The last hundred runs of the release agents of one hierarchy, oldest first.
   *
   * @param path a container of the hierarchy
   * @throws ContainerException ENOTDIR, EPERM (not a container)
   */
  List<AgentRun> agentRuns(String path) throws ContainerException;

  /** Completed when the next run of a release agent has ended. */
  CompletableFuture<AgentRun> nextAgentRun();
}
