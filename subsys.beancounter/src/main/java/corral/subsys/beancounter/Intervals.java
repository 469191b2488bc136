package corral.subsys.beancounter;

import java.time.Duration;

/**
 * How often tasks are looked at. Immutable.
 *
 * @param sample from one look at what all tasks hold to the next
 * @param quota from one look at the open files of limited containers to the next
 */
record Intervals(Duration sample, Duration quota) {
  static Intervals of(BeanCounterConfig config) {
    return new Intervals(
        Duration.ofMillis(Math.max(10, config.sample_interval_millis())),
        Duration.ofMillis(Math.max(1, config.quota_interval_millis())));
  }
}
