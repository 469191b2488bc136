package corral.front.eventadmin;

import corral.framework.api.event.Announcement;
import corral.framework.api.event.ContainerListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventHandler;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Publishes events through Event Admin, as long as somebody has subscribed to any of them.
 *
 * <p>They are sent, not posted: the one queue between Corral and its subscribers is that of this
 * listener, which is bounded and tells what it dropped. Event Admin's own queue is not bounded.
 */
@Component(
    configurationPid = EventAdminConfig.PID,
    reference =
        @Reference(
            name = "subscriber",
            service = EventHandler.class,
            target = EventAdminFront.TO_OUR_TOPICS,
            cardinality = ReferenceCardinality.AT_LEAST_ONE,
            policy = ReferencePolicy.DYNAMIC))
@Designate(ocd = EventAdminConfig.class)
public final class EventAdminFront implements ContainerListener {
  /** Matches subscribers by their topics: {@code *}, {@code corral/*} and all below it. */
  static final String TO_OUR_TOPICS = "(|(event.topics=\\*)(event.topics=corral/*))";

  private final EventAdmin admin;

  /** Publishes through this service. */
  @Activate
  public EventAdminFront(@Reference EventAdmin admin) {
    this.admin = admin;
  }

  @Override
  public void happened(Announcement announcement) {
    admin.sendEvent(new Event(announcement.event().topic(), EventProperties.of(announcement)));
  }
}
