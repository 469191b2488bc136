package corral.framework.api.stats;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.host.DelayAccounting.Delays;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Answers what the tasks of containers do (seed 000's {@code containerstats_build}). The bundle
 * {@code stats} offers this service while the host can tell.
 *
 * <p>A question takes no lock and walks no tasks: its cost is in the container's groups, and for
 * {@link Reach#SUBTREE} in the containers below. The answer is as old as the last look, but for
 * forks, exits and moves, which it follows at once. Thread-safe.
 */
@ProviderType
public interface ContainerStatistics {
  /** The longest path that is answered, in bytes. */
  int LONGEST_PATH = 4096;

  /** What the tasks of a container do. Of a container that was removed, nobody does anything. */
  Statistics of(Container container, Reach reach);

  /**
   * As {@link #of}, of the container that a path names.
   *
   * @param path the mount point and the path below it
   * @throws ContainerException E2BIG (over {@link #LONGEST_PATH} bytes), EINVAL (empty), ENOENT (no
   *     such container), ENOTDIR (something else)
   */
  Statistics at(String path, Reach reach) throws ContainerException;

  /**
   * How long the tasks of a container have waited since each of them began, while they live. Unlike
   * the other questions this one asks the host for each task.
   *
   * @throws ContainerException ENOSYS if the host cannot tell, EPERM if it may not
   */
  Delays delays(Container container, Reach reach) throws ContainerException;

  /** How the looks go on from which the answers are made. */
  SamplerReport sampler();
}
