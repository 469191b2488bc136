package corral.subsys.cpuacct;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(
    name = "CPU accounting",
    description = "Counts the CPU time that the tasks of containers use.")
@interface CpuacctConfig {
  /** The configuration's persistent identity. */
  String PID = "corral.subsys.cpuacct";

  /** The length of the interval of {@code cpuacct.load}, in seconds; at least 1. */
  @AttributeDefinition(
      name = "Interval of the load",
      description = "Over how many seconds cpuacct.load is taken.",
      min = "1")
  int load_interval_seconds() default 10;
}
