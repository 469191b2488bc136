package corral.front.eventadmin;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.event.Announcement;
import corral.framework.api.event.ContainerEvent;
import corral.framework.api.event.ContainerEvent.Attached;
import corral.framework.api.event.ContainerEvent.Registered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

class EventAdminFrontTest {
  private final List<Event> sent = new ArrayList<>();

  private final EventAdminFront front =
      new EventAdminFront(
          new EventAdmin() {
            @Override
            public void postEvent(Event event) {
              throw new AssertionError("it would wait in another queue");
            }

            @Override
            public void sendEvent(Event event) {
              sent.add(event);
            }
          });

  private static Map<String, Object> properties(Event event) {
    return Stream.of(event.getPropertyNames()).collect(toMap(name -> name, event::getProperty));
  }

  @Test
  void namesPropertiesAsComponents() {
    var attached = new Attached(1, 7, "/a/b", "/a", 4711, 99);
    front.happened(new Announcement(12, 1000, 3, attached));
    assertEquals(
        Map.ofEntries(
            Map.entry("event.topics", "corral/task/ATTACHED"),
            Map.entry("event", attached),
            Map.entry("timestamp", 1000L),
            Map.entry("number", 12L),
            Map.entry("lost", 3L),
            Map.entry("hierarchy", 1),
            Map.entry("container", 7L),
            Map.entry("path", "/a/b"),
            Map.entry("from", "/a"),
            Map.entry("pid", 4711),
            Map.entry("startTimeNanos", 99L)),
        properties(sent.getFirst()));
  }

  @Test
  void givesEachEventAHierarchy() {
    front.happened(new Announcement(1, 1, 0, new Registered("one")));
    assertEquals(0, sent.getFirst().getProperty("hierarchy"));
    assertEquals("one", sent.getFirst().getProperty("subsystem"));
  }

  static Stream<Class<?>> kinds() {
    return Stream.of(ContainerEvent.class.getClasses());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void eachKindIsARecordUnderOurTopics(Class<?> kind) throws ReflectiveOperationException {
    assertNotNull(kind.getRecordComponents());
    var topic = (String) kind.getField("TOPIC").get(null);
    assertEquals(topic, new Event(topic, Map.of()).getTopic());
    assertTrue(topic.startsWith("corral/"), topic);
  }

  @ParameterizedTest
  @CsvSource({
    "*,true",
    "corral/*,true",
    "corral/container/*,true",
    "corral/container/CREATED,true",
    "org/osgi/*,false",
    "corralling/*,false"
  })
  void knowsItsSubscribersByTheirTopics(String topic, boolean ours) throws InvalidSyntaxException {
    var filter = FrameworkUtil.createFilter(EventAdminFront.TO_OUR_TOPICS);
    assertEquals(ours, filter.matches(Map.of("event.topics", new String[] {"other", topic})));
  }
}
