package corral.framework.api.admin;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Shows what is mounted in Corral to the other programs of the machine, too: a front offers this
 * service where there is one. Thread-safe.
 */
@ConsumerType
public interface HostMounts {
  /**
   * Brings the machine in line with {@link ContainerAdmin#mounts} at once. Without this it follows
   * by itself, a moment later.
   */
  void update();

  /**
   * Why other programs do not see what is mounted here, in a sentence; empty if they see it.
   *
   * @param mountPoint a mount point as {@link Mount#path} gives it
   */
  Optional<String> obstacle(String mountPoint);

  /** One sentence for a person: what can be shown, or what is missing for it. */
  String status();
}
