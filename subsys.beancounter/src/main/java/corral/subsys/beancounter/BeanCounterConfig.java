package corral.subsys.beancounter;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(
    name = "Bean counters",
    description = "Counts and limits what the tasks of containers hold.")
@interface BeanCounterConfig {
  /** The configuration's persistent identity. */
  String PID = "corral.subsys.beancounter";

  /** The time from one look at the memory of all tasks to the next, in milliseconds. */
  @AttributeDefinition(
      name = "Interval of samples",
      description = "How many milliseconds after one look at the memory of all tasks the next is.",
      min = "10")
  int sample_interval_millis() default 1000;

  /**
   * The time from one look at the open files of limited containers to the next, in milliseconds.
   */
  @AttributeDefinition(
      name = "Interval of quotas",
      description =
          "How many milliseconds after one look at the open files of limited containers the next"
              + " is.",
      min = "1")
  int quota_interval_millis() default 20;
}
