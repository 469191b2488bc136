package corral.framework.api.admin;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tells whether the other programs of the machine see what is mounted in Corral, too. The front
 * that shows it offers this service. Thread-safe.
 */
@ConsumerType
public interface HostMounts {
  /**
   * Why other programs do not see what is mounted here, in a sentence; empty if they see it.
   *
   * @param mountPoint a mount point as {@link Mount#path} gives it
   */
  Optional<String> obstacle(String mountPoint);

  /** One sentence for a person: what can be shown, or what is missing for it. */
  String status();
}
