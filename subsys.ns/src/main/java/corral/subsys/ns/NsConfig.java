package corral.subsys.ns;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(
    name = "Namespaces",
    description = "Gives processes in new namespaces containers of their own.")
@interface NsConfig {
  /** The configuration's persistent identity. */
  String PID = "corral.subsys.ns";

  /** The time from one look at every task to the next, in milliseconds. */
  @AttributeDefinition(
      name = "Interval of looks",
      description =
          "How many milliseconds after one look at the namespaces of every task the next is; 0"
              + " means that only forks and what the host tells are looked at.",
      min = "0")
  int sweep_interval_millis() default 500;
}
