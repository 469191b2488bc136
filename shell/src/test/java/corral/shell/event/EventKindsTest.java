package corral.shell.event;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.event.ContainerEvent;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventKindsTest {
  @Test
  void haveWordsForAllEvents() {
    var names =
        Stream.of(ContainerEvent.class.getClasses())
            .map(kind -> kind.getSimpleName().toLowerCase(Locale.ROOT))
            .collect(toSet());
    var words = new HashSet<>(EventKinds.words());
    assertEquals(names, words.stream().filter(names::contains).collect(toSet()));
    words.removeAll(names);
    assertEquals(Set.of("container", "task", "hierarchy", "subsystem"), words);
  }
}
