package corral.framework.engine;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Lets structure changes wait until every event that may still see the old structure is over, while
 * events themselves never wait (sleepable read-copy-update, {@code synchronize_srcu}).
 *
 * <p>An event is counted in under the current phase and counted out where it was counted in. A
 * change flips the phase and waits for the old phase's count to reach zero, twice: an event that
 * read the phase just before the first flip may count itself in only after the wait.
 */
final class GracePeriod {
  /** Counters are this many ints apart, so that each has a cache line of its own. */
  private static final int PADDING = 32;

  private final AtomicIntegerArray inside = new AtomicIntegerArray(Stripes.COUNT * 2 * PADDING);
  private volatile int phase;

  /** Begins an event; returns a ticket for {@link #exit}. */
  int enter() {
    int ticket = counter(Stripes.ofCurrentThread(), phase);
    inside.incrementAndGet(ticket);
    return ticket;
  }

  void exit(int ticket) {
    inside.decrementAndGet(ticket);
  }

  /**
   * Returns when every event has ended that had begun before the call. Called under the management
   * lock, and never from within an event.
   */
  void synchronize() {
    flipAndWait();
    flipAndWait();
  }

  @SuppressWarnings("ThreadPriorityCheck") // an event may need the CPU that we are waiting on
  private void flipAndWait() {
    int old = phase;
    phase = 1 - old;
    for (int stripe = 0; stripe < Stripes.COUNT; stripe++) {
      int counter = counter(stripe, old);
      while (inside.get(counter) != 0) {
        Thread.yield();
      }
    }
  }

  private static int counter(int stripe, int phase) {
    return (stripe * 2 + phase) * PADDING;
  }
}
