package corral.stats;

import java.time.Duration;

/**
 * How often to look. Immutable.
 *
 * @param period from the beginning of one look to that of the next
 * @param mostShare how much of one CPU the looks may take, of 1
 */
record Pace(Duration period, double mostShare) {
  private static final int SHORTEST_MILLIS = 10;

  /** What is configured, or the nearest to it that is possible. */
  static Pace of(StatisticsConfig config) {
    return new Pace(
        Duration.ofMillis(Math.max(SHORTEST_MILLIS, config.period_millis())),
        Math.clamp(config.most_cpu_percent(), 1, 100) / 100.0);
  }

  /** From the beginning of a look that has cost so much CPU time to that of the next. */
  Duration after(long costNanos) {
    var bearable = Duration.ofNanos((long) (costNanos / mostShare));
    return bearable.compareTo(period) > 0 ? bearable : period;
  }
}
