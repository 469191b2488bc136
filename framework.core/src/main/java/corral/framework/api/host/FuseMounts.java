package corral.framework.api.host;

import corral.framework.api.ContainerException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Mounts file systems on the machine whose requests somebody else answers, in the kernel's FUSE
 * protocol: a host capability. The host owns what is mounted; whoever answers may go and be
 * replaced, and requests wait in the kernel meanwhile. Everything is unmounted when the host or
 * Corral stops. Thread-safe.
 */
@ConsumerType
public interface FuseMounts {
  /** Why nothing can be mounted on this machine, in a sentence; empty if nothing is known of it. */
  Optional<String> obstacle();

  /**
   * Mounts a file system, open to all users, which answers nothing until somebody takes its
   * channel. What a Corral that was killed has left mounted there is taken away first.
   *
   * @param directory an empty directory of the machine
   * @throws ContainerException ENOENT, ENOTDIR, ENOTEMPTY, EBUSY (a live Corral has mounted
   *     something there), EPERM or EACCES (this process may not mount), ENODEV (the machine has no
   *     FUSE)
   */
  FuseMount mount(String directory) throws ContainerException;

  /** What is mounted, in the order of mounting. */
  List<FuseMount> mounts();

  /**
   * The process that a thread belongs to: requests name the thread that made them.
   *
   * @return 0 if there is no such thread
   */
  int processOf(int thread);
}
