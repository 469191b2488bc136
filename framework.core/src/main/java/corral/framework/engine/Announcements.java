package corral.framework.engine;

import corral.framework.api.event.ContainerEvent;
import corral.framework.api.event.ContainerListener;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what has happened. What changes the structure is announced under the management
 * lock, which gives it its order; that a container is empty or a limit was hit, by whoever notices.
 * Listeners come and go without the lock.
 */
final class Announcements implements AutoCloseable {
  /** Replaced as a whole, under this object's monitor. */
  private volatile List<Mailbox> mailboxes = List.of();

  /** Costs one volatile read while nobody listens: the event is made only if somebody does. */
  void announce(Supplier<ContainerEvent> event) {
    var all = mailboxes;
    if (!all.isEmpty()) {
      long now = System.currentTimeMillis();
      var happened = event.get();
      all.forEach(mailbox -> mailbox.put(now, happened));
    }
  }

  /** Whether anybody listens. */
  boolean areHeard() {
    return !mailboxes.isEmpty();
  }

  /**
   * Tells a listener of what happens from now on.
   *
   * @param queue what it says of how many events may wait for it
   */
  synchronized void add(ContainerListener listener, @Nullable Object queue) {
    var mailbox = new Mailbox(listener, capacity(queue));
    mailbox.open();
    mailboxes = Stream.concat(mailboxes.stream(), Stream.of(mailbox)).toList();
  }

  /** A configuration file gives numbers as text. */
  private static int capacity(@Nullable Object queue) {
    var text = String.valueOf(queue);
    return text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : ContainerListener.USUAL_QUEUE;
  }

  /** Returns when the listener is told nothing any more. */
  void remove(ContainerListener listener) {
    take(mailbox -> mailbox.listener() == listener).forEach(Mailbox::close);
  }

  /** As {@link #remove}, for all. */
  @Override
  public void close() {
    take(_ -> true).forEach(Mailbox::close);
  }

  private synchronized List<Mailbox> take(Predicate<Mailbox> which) {
    var taken = mailboxes.stream().filter(which).toList();
    mailboxes = mailboxes.stream().filter(which.negate()).toList();
    return taken;
  }

  /** The listeners in the order in which they came, for a report. */
  List<Mailbox> mailboxes() {
    return mailboxes;
  }
}
