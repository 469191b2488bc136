package corral.shell.event;

import static corral.shell.command.CommandException.quoted;

import corral.framework.api.Container;
import corral.framework.api.event.ContainerEvent;
import corral.framework.api.event.ContainerEvent.Attached;
import corral.framework.api.event.ContainerEvent.Created;
import corral.framework.api.event.ContainerEvent.Emptied;
import corral.framework.api.event.ContainerEvent.LimitHit;
import corral.framework.api.event.ContainerEvent.Released;
import corral.framework.api.event.ContainerEvent.Removed;
import corral.framework.api.event.ContainerEvent.Renamed;
import corral.shell.command.CommandException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tells the events that a person wants to see from the others. Immutable. */
public final class EventFilter implements Predicate<ContainerEvent> {
  private final List<String> kinds;
  private final Optional<Top> top;

  /** A container, as it was called when the filter was made. */
  private record Top(int hierarchy, String path) {
    boolean holds(String other) {
      return path.equals("/") || other.equals(path) || other.startsWith(path + "/");
    }
  }

  /**
   * Lets pass what is of one of these kinds and in or below this container.
   *
   * @param kinds words for kinds of events; none for all kinds
   * @param container where it has to happen; empty for everywhere
   * @throws CommandException if a word stands for no kind
   */
  public EventFilter(List<String> kinds, Optional<Container> container) throws CommandException {
    for (var kind : kinds) {
      if (!EventKinds.words().contains(kind)) {
        throw new CommandException(quoted(kind) + " is not a kind of events (EINVAL)");
      }
    }
    this.kinds = List.copyOf(kinds);
    this.top = container.map(c -> new Top(c.hierarchy().id(), c.path()));
  }

  @Override
  public boolean test(ContainerEvent event) {
    return (kinds.isEmpty() || EventKinds.words(event.topic()).anyMatch(kinds::contains))
        && (top.isEmpty() || isIn(top.get(), event));
  }

  private static boolean isIn(Top top, ContainerEvent event) {
    return event.hierarchy() == top.hierarchy() && paths(event).anyMatch(top::holds);
  }

  /** The containers that an event is about; what is about the hierarchy is about its root. */
  private static Stream<String> paths(ContainerEvent event) {
    return switch (event) {
      case Created e -> Stream.of(e.path());
      case Removed e -> Stream.of(e.path());
      case Renamed e -> Stream.of(e.from(), e.path());
      case Emptied e -> Stream.of(e.path());
      case Released e -> Stream.of(e.path());
      case LimitHit e -> Stream.of(e.path());
      case Attached e -> Stream.of(e.from(), e.path());
      default -> Stream.of("/");
    };
  }
}
