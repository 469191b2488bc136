package corral.framework.engine;

import corral.framework.api.event.Announcement;
import corral.framework.api.event.ContainerEvent;
import corral.framework.api.event.ContainerListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A listener that a test can hold up. It lets go when it is interrupted. */
final class Hearer implements ContainerListener {
  /** Taken for each announcement; as many as there are numbers while nobody holds it up. */
  final Semaphore permits = new Semaphore(Integer.MAX_VALUE);

  /** Released when it has got an announcement, before it waits for its permit. */
  final Semaphore reached = new Semaphore(0);

  /** Run in its thread for each announcement. */
  volatile Runnable reaction = () -> {};

  private final BlockingQueue<Announcement> heard = new LinkedBlockingQueue<>();

  @Override
  public void happened(Announcement announcement) {
    reached.release();
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    heard.add(announcement);
    reaction.run();
  }

  /** Waits for the next. */
  Announcement next() throws InterruptedException {
    var next = heard.poll(1, TimeUnit.MINUTES);
    if (next == null) {
      throw new AssertionError("nothing was heard");
    }
    return next;
  }

  List<Announcement> next(int number) throws InterruptedException {
    var next = new ArrayList<Announcement>();
    while (next.size() < number) {
      next.add(next());
    }
    return next;
  }

  List<ContainerEvent> nextEvents(int number) throws InterruptedException {
    return next(number).stream().map(Announcement::event).toList();
  }

  boolean isSilent() {
    return heard.isEmpty();
  }
}
