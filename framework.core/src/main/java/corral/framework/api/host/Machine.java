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

  /**
   * Has an action carried out each time that a CPU or a memory node has gone off line or come back.
   * A machine on which that cannot happen never does.
   *
   * @param action called without a lock, soon after the change, one call at a time; if several
   *     changes follow each other closely, perhaps only after the last
   * @return ends it when it is closed: when that returns, the action does not run any more. Not to
   *     be closed under a lock that the action waits for
   */
  default Watch onChange(Runnable action) {
    return () -> {};
  }

  /** That somebody is told of changes, until it is closed. */
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** The bytes in a page of memory, in which the machine counts it. */
  default int pageBytes() {
    return 4096;
  }
}
