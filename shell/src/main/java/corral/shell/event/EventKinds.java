package corral.shell.event;

import static java.util.function.Predicate.not;

import corral.framework.api.event.ContainerEvent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The words for kinds of events, which are those of their topics: {@code corral/container/CREATED}
 * is a {@code container} event, and it is called {@code created}.
 */
public final class EventKinds {
  private static final List<String> TOPICS =
      List.of(
          ContainerEvent.Created.TOPIC,
          ContainerEvent.Removed.TOPIC,
          ContainerEvent.Renamed.TOPIC,
          ContainerEvent.Emptied.TOPIC,
          ContainerEvent.Released.TOPIC,
          ContainerEvent.LimitHit.TOPIC,
          ContainerEvent.Attached.TOPIC,
          ContainerEvent.Activated.TOPIC,
          ContainerEvent.Deactivated.TOPIC,
          ContainerEvent.Mounted.TOPIC,
          ContainerEvent.Unmounted.TOPIC,
          ContainerEvent.Registered.TOPIC,
          ContainerEvent.Bound.TOPIC,
          ContainerEvent.Unbound.TOPIC,
          ContainerEvent.Gone.TOPIC);

  private EventKinds() {}

  /** All words, in the order in which things come to be. */
  public static List<String> words() {
    return TOPICS.stream().flatMap(EventKinds::words).distinct().toList();
  }

  /** What has happened, in a word. */
  static String name(String topic) {
    return words(topic).toList().getLast();
  }

  /** The words that an event goes by: what it is about, and its name. */
  static Stream<String> words(String topic) {
    return Stream.of(topic.toLowerCase(Locale.ROOT).split("/")).filter(not("corral"::equals));
  }
}
