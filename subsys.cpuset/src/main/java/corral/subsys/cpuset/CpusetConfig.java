package corral.subsys.cpuset;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(
    name = "Cpusets",
    description = "Partitions the CPUs and memory nodes of the machine.")
@interface CpusetConfig {
  /** The configuration's persistent identity. */
  String PID = "corral.subsys.cpuset";

  /** Whether CPUs and memory nodes are two subsystems, which can be in different hierarchies. */
  @AttributeDefinition(
      name = "Split",
      description =
          "Whether there are two subsystems, cpuset for CPUs and memset for memory nodes, which can"
              + " be in different hierarchies.")
  boolean split() default false;
}
