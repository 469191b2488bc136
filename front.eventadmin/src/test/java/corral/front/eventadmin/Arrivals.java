package corral.front.eventadmin;

import corral.framework.api.event.ContainerEvent.Attached;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventFilter;
import org.osgi.service.event.propertytypes.EventTopics;

@Component
@EventTopics(Attached.TOPIC)
@EventFilter("(|(path=/web)(path=/web/*))")
public final class Arrivals implements EventHandler {
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  @Override
  public void handleEvent(Event event) {
    var attached = (Attached) event.getProperty(EventConstants.EVENT);
    counts.merge(attached.path(), 1, Integer::sum);
  }

  /** How many tasks have come, by container. */
  public Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }
}
