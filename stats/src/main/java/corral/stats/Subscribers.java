package corral.stats;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Hierarchy;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.event.Announcement;
import corral.framework.api.event.ContainerEvent.Attached;
import corral.framework.api.event.ContainerEvent.Emptied;
import corral.framework.api.event.ContainerEvent.LimitHit;
import corral.framework.api.event.ContainerListener;
import corral.framework.api.stats.Mark;
import corral.framework.api.stats.Reach;
import corral.framework.api.stats.Statistics;
import corral.framework.api.stats.StatisticsListener;
import corral.stats.Subscriber.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Those who are told when figures cross marks, which is found out after each look, and when
 * containers become empty or limits are hit, of which the framework tells. Thread-safe.
 */
final class Subscribers implements ContainerListener, AutoCloseable {
  private final ContainerAdmin admin;
  private final Sampler sampler;
  private final List<Subscriber> all = new CopyOnWriteArrayList<>();

  Subscribers(ContainerAdmin admin, Sampler sampler) {
    this.admin = admin;
    this.sampler = sampler;
  }

  void add(Subscriber subscriber) {
    all.add(subscriber);
  }

  /** Returns when the listener is told nothing any more. */
  void remove(StatisticsListener listener) {
    all.stream()
        .filter(subscriber -> subscriber.listener() == listener)
        .toList()
        .forEach(this::remove);
  }

  private void remove(Subscriber subscriber) {
    all.remove(subscriber);
    subscriber.close();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  @Override
  public void close() {
    all.forEach(this::remove);
  }

  /** Compares every figure with its marks. */
  void compare() {
    all.forEach(this::compare);
  }

  private void compare(Subscriber subscriber) {
    var seen = new HashSet<Long>();
    tops(subscriber).forEach(top -> compare(subscriber, top, seen));
    subscriber.retain(seen);
  }

  private void compare(Subscriber subscriber, Container container, Set<Long> seen) {
    seen.add(container.id());
    var statistics = sampler.of(container, Reach.SUBTREE);
    var place = place(container);
    for (var mark : subscriber.marks()) {
      if (!mark.equals(Mark.EMPTY) && !mark.equals(Mark.LIMIT)) {
        subscriber.compare(place, mark, value(mark, statistics));
      }
    }
    container.children().forEach(child -> compare(subscriber, child, seen));
  }

  private static double value(Mark mark, Statistics statistics) {
    return switch (mark.figure()) {
      case RUNNING -> statistics.tasks().running();
      case BLOCKED -> statistics.tasks().blocked();
      case UNINTERRUPTIBLE -> statistics.tasks().uninterruptible();
      case SLEEPING -> statistics.tasks().sleeping();
      case STOPPED -> statistics.tasks().stopped();
      case TASKS -> statistics.tasks().total();
      case LOAD1 -> statistics.load().one();
      case LOAD5 -> statistics.load().five();
      case LOAD15 -> statistics.load().fifteen();
      case EMPTY, LIMIT -> throw new IllegalArgumentException(mark + " has no figure");
    };
  }

  /** The containers that are watched with all below them; none while there is no such container. */
  private List<Container> tops(Subscriber subscriber) {
    if (subscriber.container().isEmpty()) {
      return admin.hierarchies().stream().map(Hierarchy::root).toList();
    }
    try {
      return List.of(admin.container(subscriber.container().get()));
    } catch (ContainerException absent) {
      return List.of();
    }
  }

  @Override
  public void happened(Announcement announcement) {
    switch (announcement.event()) {
      case Emptied e -> emptied(new Place(e.hierarchy(), e.container(), e.path()));
      case Attached e -> left(e.hierarchy(), e.from());
      case LimitHit e -> {
        var detail = "%s limit %d (%s)".formatted(e.resource(), e.limit(), e.subsystem());
        tell(
            new Place(e.hierarchy(), e.container(), e.path()),
            Mark.LIMIT,
            (double) e.failures(),
            detail);
      }
      default -> {}
    }
  }

  /** The container may be gone by now, which makes it no less empty. */
  private void emptied(Place place) {
    var container = find(place.hierarchy(), place.path());
    if (container == null) {
      tell(place, Mark.EMPTY, 0, "");
    } else {
      tellWhoAreEmpty(container);
    }
  }

  private void left(int hierarchy, String path) {
    var container = find(hierarchy, path);
    if (container != null) {
      tellWhoAreEmpty(container);
    }
  }

  /** A container, and those above that are empty with it; a root never is. */
  private void tellWhoAreEmpty(Container container) {
    for (var above = container; above != null && above.parent() != null; above = above.parent()) {
      if (sampler.of(above, Reach.SUBTREE).tasks().total() > 0) {
        return;
      }
      tell(place(above), Mark.EMPTY, 0, "");
    }
  }

  private @Nullable Container find(int hierarchy, String path) {
    @Nullable Container found = null;
    for (var known : admin.hierarchies()) {
      if (known.id() == hierarchy) {
        found = known.root();
      }
    }
    for (var name : path.substring(1).split("/", -1)) {
      found = found == null || name.isEmpty() ? found : child(found, name);
    }
    return found;
  }

  private static @Nullable Container child(Container container, String name) {
    return container.children().stream()
        .filter(child -> child.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private void tell(Place place, Mark mark, double value, String detail) {
    for (var subscriber : all) {
      if (subscriber.waitsFor(mark) && isWatched(place, subscriber)) {
        subscriber.tell(place, mark, true, value, detail);
      }
    }
  }

  private boolean isWatched(Place place, Subscriber subscriber) {
    return tops(subscriber).stream()
        .anyMatch(
            top -> top.hierarchy().id() == place.hierarchy() && isWithin(place.path(), top.path()));
  }

  private static boolean isWithin(String path, String top) {
    return top.equals("/") || path.equals(top) || path.startsWith(top + "/");
  }

  private static Place place(Container container) {
    return new Place(container.hierarchy().id(), container.id(), container.path());
  }
}
