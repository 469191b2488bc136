package corral.itest;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** A subscriber of Event Admin that a test can hold up. It lets go when it is interrupted. */
final class Subscriber implements EventHandler, AutoCloseable {
  /** Taken for each event; enough for all of a test while nobody holds it up. */
  final Semaphore permits = new Semaphore(Integer.MAX_VALUE);

  /** Released when it has got an event, before it waits for its permit. */
  final Semaphore reached = new Semaphore(0);

  /** Whether it throws, after it has got an event. */
  volatile boolean failing;

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final ServiceRegistration<?> registration;

  /** Subscribes. */
  Subscriber(String... topics) {
    this(Map.of(EventConstants.EVENT_TOPIC, topics));
  }

  private Subscriber(Map<String, Object> properties) {
    registration =
        FrameworkUtil.getBundle(Subscriber.class)
            .getBundleContext()
            .registerService(EventHandler.class, this, FrameworkUtil.asDictionary(properties));
  }

  /** Subscribes to what matches a filter. */
  static Subscriber to(String topic, String filter) {
    return new Subscriber(
        Map.of(EventConstants.EVENT_TOPIC, topic, EventConstants.EVENT_FILTER, filter));
  }

  @Override
  public void handleEvent(Event event) {
    reached.release();
    try {
      permits.acquire();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    events.add(event);
    if (failing) {
      throw new IllegalStateException("the test wants it so");
    }
  }

  /** Waits for the next so long; null if none comes. */
  @Nullable Event next(Duration patience) throws InterruptedException {
    return events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits for the next. */
  Event next() throws InterruptedException {
    var event = next(Duration.ofMinutes(1));
    assertNotNull(event, "no event has come");
    return event;
  }

  /** Waits for so many, and says what Corral said. */
  List<Object> next(int number) throws InterruptedException {
    var next = new ArrayList<Object>();
    while (next.size() < number) {
      next.add(next().getProperty(EventConstants.EVENT));
    }
    return next;
  }

  boolean hasHeardNothing() {
    return events.isEmpty();
  }

  @Override
  public void close() {
    registration.unregister();
  }
}
