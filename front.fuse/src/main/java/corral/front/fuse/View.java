package corral.front.fuse;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.Entry;

/**
 * What is shown at one mount point: gives each directory a number that stays its own for ever, also
 * when it is renamed or gone. Thread-safe.
 */
interface View {
  /** What tells this from everything else that was or will be shown at the same place. */
  String identity();

  /** The number of the directory at the mount point. */
  long root();

  /** The number of a directory. */
  long number(Entry directory);

  /**
   * The kernel will ask for a directory.
   *
   * @throws ContainerException ENOENT if it has gone meanwhile
   */
  void remember(Entry directory) throws ContainerException;

  /**
   * Where a directory is now, in the name space of all mounts.
   *
   * @throws ContainerException ENOENT if it has gone
   */
  String path(long number) throws ContainerException;

  /** The kernel asks for a directory no more, until it is looked up again. */
  void forget(long number);
}
