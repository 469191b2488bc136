package corral.stats;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(
    name = "Container statistics",
    description = "Looks at what the tasks of containers do.")
@interface StatisticsConfig {
  /** The configuration's persistent identity. */
  String PID = "corral.stats";

  /** The time from the beginning of one look to that of the next, in milliseconds; at least 10. */
  @AttributeDefinition(
      name = "Period",
      description = "How many milliseconds after the beginning of one look the next begins.",
      min = "10")
  int period_millis() default 1000;

  /**
   * How much of one CPU the looks may take, in percent; the period grows where it would be more.
   */
  @AttributeDefinition(
      name = "Share of a CPU",
      description = "How many percent of one CPU the looks may take.",
      min = "1",
      max = "100")
  int most_cpu_percent() default 4;
}
