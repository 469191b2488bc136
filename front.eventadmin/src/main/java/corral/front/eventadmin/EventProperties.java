package corral.front.eventadmin;

import corral.framework.api.event.Announcement;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.event.EventConstants;

/** An announcement as Event Admin carries it: the components of the event, by their names. */
final class EventProperties {
  private EventProperties() {}

  static Map<String, Object> of(Announcement announcement) {
    var properties = components((Record) announcement.event());
    properties.put("hierarchy", announcement.event().hierarchy());
    properties.put("number", announcement.number());
    properties.put("lost", announcement.lost());
    properties.put(EventConstants.TIMESTAMP, announcement.timeMillis());
    properties.put(EventConstants.EVENT, announcement.event());
    return properties;
  }

  private static Map<String, Object> components(Record event) {
    var components = new HashMap<String, Object>();
    try {
      for (var component : event.getClass().getRecordComponents()) {
        components.put(component.getName(), component.getAccessor().invoke(event));
      }
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
    return components;
  }
}
