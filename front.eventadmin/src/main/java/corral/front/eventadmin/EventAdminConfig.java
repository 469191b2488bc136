package corral.front.eventadmin;

import corral.framework.api.event.ContainerListener;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * What can be configured. It becomes a property of the {@code ContainerListener} service, where the
 * framework reads it.
 */
@ObjectClassDefinition(
    name = "Events of containers",
    description = "Publishes what happens to containers through Event Admin.")
@interface EventAdminConfig {
  /** The configuration's persistent identity. */
  String PID = "corral.front.eventadmin";

  /** {@link ContainerListener#QUEUE}. */
  @AttributeDefinition(
      name = "Queue",
      description = "How many events may wait for slow subscribers before others are dropped.",
      min = "1")
  int corral_events_queue() default ContainerListener.USUAL_QUEUE;
}
