package corral.front.metrics;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(
    name = "Metrics of containers",
    description = "Offers what containers use to Prometheus. Off unless there is a port.")
@interface MetricsConfig {
  /** The configuration's persistent identity. */
  String PID = "corral.front.metrics";

  /** The port that is not one: nothing is offered. */
  int OFF = -1;

  /** Where to listen. */
  @AttributeDefinition(
      name = "Port",
      description = "0 takes any that is free; -1 is off.",
      min = "-1",
      max = "65535")
  int port() default OFF;

  /** Who can come. */
  @AttributeDefinition(
      name = "Address",
      description =
          "An address of this machine, as a number. Other than 127.0.0.1 and ::1 lets other"
              + " machines read what containers use.")
  String address() default "127.0.0.1";

  /** How many series there can be. */
  @AttributeDefinition(
      name = "Most containers",
      description = "Of more than so many containers, those at the top of their trees are told.",
      min = "1")
  int containers_max() default 1000;
}
