package corral.subsys.resgroup.cpu;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(
    name = "Shares of the CPUs",
    description = "Lets groups share the CPUs by the priorities of their members.")
@interface CpuConfig {
  /** The configuration's persistent identity. */
  String PID = "corral.subsys.resgroup.cpu";

  /** The time from one look at who is busy to the next, in milliseconds. */
  @AttributeDefinition(
      name = "Interval",
      description = "How many milliseconds after one look at who is busy the next is.",
      min = "10")
  int interval_millis() default 1000;
}
