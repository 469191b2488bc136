package corral.framework.api.host;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The CPUs and memory nodes of a machine: a host capability. Thread-safe; each call reads afresh.
 */
@ConsumerType
public interface Machine {
  /** The CPUs that the machine can have. */
  IndexSet cpus();

  /** The CPUs that are on line; a part of {@link #cpus}. */
  IndexSet onlineCpus();

  /** The memory nodes that the machine can have; {@code 0} on a machine without nodes. */
  IndexSet memoryNodes();

  /** The memory nodes that are on line; a part of {@link #memoryNodes}. */
  IndexSet onlineMemoryNodes();

  /** Clock ticks a second in the figures that the machine shows to programs (USER_HZ). */
  int userHz();
}
