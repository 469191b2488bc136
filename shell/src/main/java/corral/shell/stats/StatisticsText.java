package corral.shell.stats;

import corral.framework.api.StateCounts;
import corral.framework.api.host.DelayAccounting.Delays;
import corral.framework.api.stats.SamplerReport;
import corral.shell.command.Paragraph;
import java.util.Locale;
import java.util.OptionalLong;

/** Puts statistics into words. */
public final class StatisticsText {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double PERCENT = 100;

  /** The width of what stands before a figure. */
  private static final int LABEL = 8;

  private StatisticsText() {}

  /** The line of seed 000's {@code containerstats}. What cannot be told is no zero. */
  public static String counts(StateCounts counts, boolean tellsBlocked) {
    return "sleeping %d, blocked %s, running %d, stopped %d, uninterruptible %d"
        .formatted(
            counts.sleeping(),
            tellsBlocked ? Integer.toString(counts.blocked()) : "not available",
            counts.running(),
            counts.stopped(),
            counts.uninterruptible());
  }

  /** How long tasks have waited, in seconds. What is not counted is no zero. */
  public static String delays(Delays delays) {
    return "cpu %s, I/O %s, swap %s"
        .formatted(
            seconds(delays.cpuNanos()), seconds(delays.ioNanos()), seconds(delays.swapNanos()));
  }

  private static String seconds(OptionalLong nanos) {
    return nanos.isPresent()
        ? String.format(Locale.ROOT, "%.3f s", nanos.getAsLong() / NANOS_PER_SECOND)
        : "not available";
  }

  /** How the looks go on, in a few lines. */
  public static String sampler(SamplerReport report) {
    return String.format(
        Locale.ROOT,
        """
        period  %d ms, the last one %d ms
        cost    %.2f %% of a CPU, at most %.0f %%
        looks   %d; at the last one %d tasks were asked,
                %d threads read, %d tasks had changed
        %s\
        """,
        report.period().toMillis(),
        report.lastPeriod().toMillis(),
        report.share() * PERCENT,
        report.mostShare() * PERCENT,
        report.looks(),
        report.asked(),
        report.read(),
        report.changed(),
        Paragraph.labelled("means", LABEL, report.means()).stripTrailing());
  }
}
