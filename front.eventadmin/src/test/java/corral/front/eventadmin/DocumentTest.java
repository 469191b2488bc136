package corral.front.eventadmin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.event.Announcement;
import corral.framework.api.event.ContainerEvent;
import corral.framework.api.event.ContainerEvent.Attached;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;

/** What docs/events.md says is so. */
class DocumentTest {
  private static final String FILTER = "(|(path=/web)(path=/web/*))";

  private final String document = read(Path.of("../docs/events.md"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Class<?>> kinds() {
    return Stream.of(ContainerEvent.class.getClasses());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void namesEveryEventAndItsProperties(Class<?> kind) throws ReflectiveOperationException {
    var row = row((String) kind.getField("TOPIC").get(null));
    var properties =
        Stream.of(kind.getRecordComponents())
            .map(RecordComponent::getName)
            .filter(name -> !name.equals("hierarchy"))
            .map(name -> "`" + name + "`")
            .toList();
    assertTrue(row.endsWith(" | " + String.join(", ", properties) + " |"), row);
  }

  @Test
  void explainsEveryProperty() {
    kinds()
        .flatMap(kind -> Stream.of(kind.getRecordComponents()))
        .map(RecordComponent::getName)
        .forEach(name -> assertTrue(document.matches("(?s).*\n\\| [^|]*`" + name + "`.*"), name));
  }

  private String row(String topic) {
    return document
        .lines()
        .filter(line -> line.startsWith("| `" + topic + "` |"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(topic));
  }

  @Test
  void showsASubscriberThatCompiles() {
    var source = read(Path.of("src/test/java/corral/front/eventadmin/Arrivals.java"));
    assertTrue(source.contains("@EventFilter(\"" + FILTER + "\")"));
    assertTrue(document.contains("```java\n" + source.substring(source.indexOf("@Component"))));
  }

  @Test
  void theSubscriberCountsWhatItWants() throws InvalidSyntaxException {
    var arrivals = new Arrivals();
    publish(new Attached(1, 2, "/web", "/", 10, 1), arrivals);
    publish(new Attached(1, 2, "/web", "/", 11, 1), arrivals);
    publish(new Attached(1, 3, "/web/blog", "/web", 10, 1), arrivals);
    publish(new Attached(1, 4, "/website", "/web", 10, 1), arrivals);
    assertEquals(Map.of("/web", 2, "/web/blog", 1), arrivals.counts());
  }

  /** As Event Admin does. */
  private static void publish(ContainerEvent event, EventHandler subscriber)
      throws InvalidSyntaxException {
    var carried = new Event(event.topic(), EventProperties.of(new Announcement(1, 1, 0, event)));
    if (carried.matches(FrameworkUtil.createFilter(FILTER))) {
      subscriber.handleEvent(carried);
    }
  }
}
