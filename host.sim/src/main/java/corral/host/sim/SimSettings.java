package corral.host.sim;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How big a simulated machine is. Immutable.
 *
 * @param cpus how many CPUs it has; all are on line at first
 * @param nodes how many memory nodes it has; the CPUs are spread over them in blocks
 * @param pidMax one more than the greatest process id ({@code /proc/sys/kernel/pid_max})
 * @param seed where its random numbers begin
 */
public record SimSettings(int cpus, int nodes, int pidMax, long seed) {
  private static final String PREFIX = "corral.sim.";

  /** The most CPUs, and the most memory nodes, that a machine can have. */
  public static final int MOST_CPUS = 1024;

  /** Linux keeps the process ids below this for the time of its start ({@code RESERVED_PIDS}). */
  static final int FIRST_PID_AFTER_WRAP = 300;

  /** Linux' own limit ({@code PID_MAX_LIMIT}). */
  static final int GREATEST_PID_MAX = 1 << 22;

  /** 4 CPUs, 2 nodes, Linux' default of 32768 for the process ids, and 1 as the seed. */
  public static final SimSettings DEFAULT = new SimSettings(4, 2, 32768, 1);

  /**
   * Checks the figures.
   *
   * @throws IllegalArgumentException if there is no such machine
   */
  public SimSettings {
    check("cpus", cpus, 1, MOST_CPUS);
    check("nodes", nodes, 1, MOST_CPUS);
    check("pid_max", pidMax, FIRST_PID_AFTER_WRAP + 1, GREATEST_PID_MAX);
  }

  /**
   * The settings under the names {@code corral.sim.cpus}, {@code corral.sim.nodes}, {@code
   * corral.sim.pid_max} and {@code corral.sim.seed}.
   *
   * @param configuration is asked first
   * @param properties is asked for what the configuration lacks, and returns null for what it lacks
   * @throws IllegalArgumentException if a value is no number or there is no such machine
   */
  static SimSettings of(Map<String, ?> configuration, UnaryOperator<@Nullable String> properties) {
    var source = new Source(configuration, properties);
    return new SimSettings(
        source.size("cpus", DEFAULT.cpus),
        source.size("nodes", DEFAULT.nodes),
        source.size("pid_max", DEFAULT.pidMax),
        source.number("seed", DEFAULT.seed));
  }

  private record Source(Map<String, ?> configuration, UnaryOperator<@Nullable String> properties) {
    long number(String name, long ifAbsent) {
      String key = PREFIX + name;
      Object configured = configuration.get(key);
      String text = configured == null ? properties.apply(key) : configured.toString();
      try {
        return text == null ? ifAbsent : Long.parseLong(text.strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(key + "=" + text + " is not a number", e);
      }
    }

    int size(String name, int ifAbsent) {
      return Math.clamp(number(name, ifAbsent), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
  }

  /** These settings with another number of CPUs. */
  public SimSettings withCpus(int number) {
    return new SimSettings(number, nodes, pidMax, seed);
  }

  /** These settings with another number of memory nodes. */
  public SimSettings withNodes(int number) {
    return new SimSettings(cpus, number, pidMax, seed);
  }

  /** These settings with other process ids. */
  public SimSettings withPidMax(int number) {
    return new SimSettings(cpus, nodes, number, seed);
  }

  /** These settings with another seed. */
  public SimSettings withSeed(long number) {
    return new SimSettings(cpus, nodes, pidMax, number);
  }

  /** The memory node that a CPU belongs to. */
  int nodeOf(int cpu) {
    return cpu * nodes / cpus;
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          PREFIX + name + "=" + value + " is not within " + least + " to " + most);
    }
  }
}
