package corral.subsys.beancounter.api;

import corral.framework.api.Errno;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something of which a container holds an amount ({@code struct bc_resource}). Five are there
 * always, see {@link BuiltInResource}. A bundle adds another by registering it as an OSGi service
 * of this type; every container then has its counters and files until the service goes, and has
 * them again with the same figures when one of the same name comes back.
 *
 * <p>A resource is told apart by identity. The callbacks come without a lock from the thread that
 * charges, so they must be quick, and may charge themselves.
 */
@ConsumerType
public interface Resource {
  /**
   * The beginning of its files' names: 1 to 32 lower-case letters, digits and underscores. Another
   * of the same name is not taken up as long as the first is there.
   */
  String fileName();

  /** What is counted, in the plural, for people: {@code bytes}, {@code pages}. */
  String unit();

  /** The error with which a charge of it is refused. */
  default Errno refusal() {
    return Errno.ENOMEM;
  }

  /**
   * What a container holds has passed the barrier: it was at or below, and is above now ({@code
   * bcr_barrier_hit}).
   */
  default void barrierHit(BeanCounter counter) {}

  /**
   * A charge was refused, or a measured amount has passed the limit ({@code bcr_limit_hit}). The
   * failure is counted already.
   */
  default void limitHit(BeanCounter counter) {}
}
