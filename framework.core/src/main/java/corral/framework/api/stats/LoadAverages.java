package corral.framework.api.stats;

import java.util.Locale;

/**
 * How many threads were running, or in the kernel without being interruptible, on the average of
 * the last minute, five minutes and fifteen minutes, as in {@code /proc/loadavg}. Immutable.
 *
 * @param one over one minute
 * @param five over five minutes
 * @param fifteen over fifteen minutes
 */
public record LoadAverages(double one, double five, double fifteen) {
  /** Of what has never had anything to do. */
  public static final LoadAverages NONE = new LoadAverages(0, 0, 0);

  /** As the kernel writes them: {@code 0.12 1.05 2.00}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f %.2f %.2f", one, five, fifteen);
  }
}
