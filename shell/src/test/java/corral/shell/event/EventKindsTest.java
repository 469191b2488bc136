package corral.shell.event;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.event.ContainerEvent;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventKindsTest {
  @Test
  void haveWordsForAllEvents() {
    var topics = Stream.of(ContainerEvent.class.getClasses()).map(EventKindsTest::topic).toList();
    var words = topics.stream().flatMap(EventKinds::words).collect(toSet());
    assertEquals(words, Set.copyOf(EventKinds.words()));
    words.removeAll(topics.stream().map(EventKinds::name).collect(toSet()));
    assertEquals(Set.of("container", "task", "hierarchy", "subsystem", "limit"), words);
  }

  private static String topic(Class<?> kind) {
    try {
      return (String) kind.getField("TOPIC").get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(kind + " has no topic", e);
    }
  }
}
