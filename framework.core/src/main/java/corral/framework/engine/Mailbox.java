package corral.framework.engine;

import corral.framework.api.event.Announcement;
import corral.framework.api.event.ContainerEvent;
import corral.framework.api.event.ContainerListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait for one listener, and the thread that tells it of them. Whoever puts an
 * event in never waits for the listener: when too many wait, the event is dropped and counted.
 */
final class Mailbox implements AutoCloseable {
  private static final Logger LOG = System.getLogger("corral.framework.events");

  /** How long a listener may take to come to its end by itself before it is interrupted. */
  private static final Duration GRACE = Duration.ofMillis(200);

  /** How long it may take after that, before it is left alone. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ContainerListener listener;
  private final int capacity;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("corral-events").unstarted(this::deliver);

  /** Guarded by this, as is all that follows. */
  private final Queue<Announcement> waiting = new ArrayDeque<>();

  private long published;
  private long lost;
  private boolean closed;

  Mailbox(ContainerListener listener, int capacity) {
    this.listener = listener;
    this.capacity = capacity;
  }

  void open() {
    thread.start();
  }

  ContainerListener listener() {
    return listener;
  }

  synchronized void put(long timeMillis, ContainerEvent event) {
    published++;
    if (waiting.size() >= capacity) {
      lost++;
      return;
    }
    waiting.add(new Announcement(published, timeMillis, lost, event));
    notifyAll();
  }

  private void deliver() {
    try {
      for (var next = take(); next != null; next = take()) {
        tell(next);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /** Waits for the next; null when the mailbox is closed. */
  private synchronized @Nullable Announcement take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    return closed ? null : waiting.remove();
  }

  private void tell(Announcement announcement) {
    try {
      listener.happened(announcement);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.ERROR, name() + " failed", e);
    }
  }

  /**
   * Forgets what waits and returns when the thread has ended. A listener that neither returns nor
   * heeds its interrupt is left alone after a while. May be called by the listener itself.
   */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      waiting.clear();
      notifyAll();
    }
    if (Thread.currentThread() != thread && !ends(GRACE)) {
      thread.interrupt();
      if (!ends(PATIENCE)) {
        LOG.log(Level.WARNING, name() + " does not return; its thread is left behind");
      }
    }
  }

  private boolean ends(Duration patience) {
    return Threads.joinUninterruptibly(thread, patience);
  }

  private String name() {
    return listener.getClass().getName();
  }

  /** A line for a person: how many events there were for this listener, and what became of them. */
  synchronized String report() {
    return "%s: events=%d waiting=%d lost=%d queue=%d"
        .formatted(name(), published, waiting.size(), lost, capacity);
  }
}
