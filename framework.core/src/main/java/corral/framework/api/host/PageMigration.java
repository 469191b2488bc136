package corral.framework.api.host;

import corral.framework.api.ContainerException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Moves what processes have in memory from memory node to memory node: a host capability.
 * Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/migrate_pages.2.html">migrate_pages(2)</a>
 */
@ConsumerType
public interface PageMigration {
  /**
   * Moves the pages that a process has on some nodes to others, so that what was on the second of
   * them comes to the second of the others. If they are not equally many, what is on one of the
   * others already stays there. Only what there is now is moved: where a process allocates later is
   * for its own policy to say, which nobody else can set.
   *
   * @return how many pages could not be moved
   * @throws ContainerException ESRCH if the process is gone, EPERM if it may not be acted on,
   *     EINVAL if none of the nodes to go to has memory, ENOSYS if the machine cannot move pages
   */
  long migrate(int pid, IndexSet from, IndexSet to) throws ContainerException;
}
