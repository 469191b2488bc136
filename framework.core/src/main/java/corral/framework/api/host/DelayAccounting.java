package corral.framework.api.host;

import corral.framework.api.ContainerException;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tells how long processes have waited for what they needed: a host capability. Thread-safe.
 *
 * @see <a href="https://docs.kernel.org/accounting/delay-accounting.html">Delay accounting</a>
 */
@ConsumerType
public interface DelayAccounting {
  /**
   * How long something has waited, in nanoseconds. Empty is what is not counted, which is not 0.
   * Immutable.
   *
   * @param cpuNanos for a CPU, while able to run
   * @param ioNanos for block I/O
   * @param swapNanos for pages to be read from swap, which is not part of {@code ioNanos}
   */
  record Delays(OptionalLong cpuNanos, OptionalLong ioNanos, OptionalLong swapNanos) {
    /** No delay at all. */
    public static final Delays NONE =
        new Delays(OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(0));

    /** These and others; what one of the two does not count is not counted. */
    public Delays plus(Delays other) {
      return new Delays(
          sum(cpuNanos, other.cpuNanos),
          sum(ioNanos, other.ioNanos),
          sum(swapNanos, other.swapNanos));
    }

    private static OptionalLong sum(OptionalLong one, OptionalLong other) {
      return one.isPresent() && other.isPresent()
          ? OptionalLong.of(one.getAsLong() + other.getAsLong())
          : OptionalLong.empty();
    }
  }

  /**
   * How long all threads of a process have waited so far, those that ended included.
   *
   * @throws ContainerException ESRCH if the process is gone, EPERM if the host may not ask, ENOSYS
   *     if it cannot
   */
  Delays delays(int pid) throws ContainerException;
}
