package corral.stats;

import corral.framework.api.ContainerException;
import corral.framework.api.stats.Mark;
import corral.framework.api.stats.Notice;
import corral.framework.api.stats.StatisticsListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One who is told, what it waits for, and the thread that tells it. Whoever has something to tell
 * never waits: when too many notices wait, the next is dropped and counted. Thread-safe.
 */
final class Subscriber implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Subscriber.class.getName());
  private static final long PATIENCE_SECONDS = 5;

  private final StatisticsListener listener;
  private final Optional<String> container;
  private final List<Mark> marks;
  private final ThreadPoolExecutor thread;

  /** The marks that figures have reached; guarded by this, as is all that follows. */
  private final Set<Reached> reached = new HashSet<>();

  private long number;
  private long lost;

  private record Reached(long container, Mark mark) {}

  /** A container to which something has happened. */
  record Place(int hierarchy, long container, String path) {}

  Subscriber(StatisticsListener listener, Optional<String> container, List<Mark> marks, int queue) {
    this.listener = listener;
    this.container = container;
    this.marks = List.copyOf(marks);
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().daemon().name("corral-stats-notices").factory());
  }

  /** As the properties of a service say. */
  static Subscriber of(StatisticsListener listener, Map<String, ?> properties) {
    return new Subscriber(
        listener,
        Optional.ofNullable(properties.get(StatisticsListener.CONTAINER)).map(Object::toString),
        marks(properties.get(StatisticsListener.MARKS)),
        queue(properties.get(StatisticsListener.QUEUE)));
  }

  private static List<Mark> marks(@Nullable Object property) {
    var marks = new ArrayList<Mark>();
    for (var text : texts(property)) {
      try {
        marks.add(Mark.parse(text));
      } catch (ContainerException none) {
        LOG.log(Level.WARNING, StatisticsListener.MARKS + ": " + none.getMessage());
      }
    }
    return marks;
  }

  private static List<String> texts(@Nullable Object property) {
    return switch (property) {
      case null -> List.of();
      case String[] several -> List.of(several);
      case Iterable<?> several -> {
        var texts = new ArrayList<String>();
        several.forEach(text -> texts.add(String.valueOf(text)));
        yield texts;
      }
      default -> Stream.of(property.toString().split(",", -1)).toList();
    };
  }

  /** A configuration file gives numbers as text. */
  private static int queue(@Nullable Object property) {
    var text = String.valueOf(property);
    return text.matches("[1-9][0-9]{0,8}")
        ? Integer.parseInt(text)
        : StatisticsListener.USUAL_QUEUE;
  }

  StatisticsListener listener() {
    return listener;
  }

  /** The path of the container that is watched with all below it; empty for every container. */
  Optional<String> container() {
    return container;
  }

  List<Mark> marks() {
    return marks;
  }

  boolean waitsFor(Mark mark) {
    return marks.contains(mark);
  }

  /** Tells that a figure has crossed its mark, if it has since it was compared before. */
  synchronized void compare(Place place, Mark mark, double value) {
    var crossing = new Reached(place.container(), mark);
    boolean isReached = value >= mark.number();
    if (isReached ? reached.add(crossing) : reached.remove(crossing)) {
      tell(place, mark, isReached, value, "");
    }
  }

  /** Forgets the containers that are not among these. */
  synchronized void retain(Set<Long> containers) {
    reached.removeIf(crossing -> !containers.contains(crossing.container()));
  }

  synchronized void tell(Place place, Mark mark, boolean crossed, double value, String detail) {
    number++;
    var notice =
        new Notice(
            number,
            System.currentTimeMillis(),
            lost,
            place.hierarchy(),
            place.container(),
            place.path(),
            mark,
            crossed,
            value,
            detail);
    try {
      thread.execute(() -> deliver(notice));
    } catch (RejectedExecutionException full) {
      lost++;
    }
  }

  private void deliver(Notice notice) {
    try {
      listener.noticed(notice);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.ERROR, listener.getClass().getName() + " failed", e);
    }
  }

  /** Forgets what waits and returns when the listener is told nothing any more. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, listener.getClass().getName() + " does not return");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
