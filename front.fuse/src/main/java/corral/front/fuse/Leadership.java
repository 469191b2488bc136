package corral.front.fuse;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which of a server's threads leads, and which one is the deputy that takes over when the leader is
 * held up.
 *
 * <p>To wake another thread takes longer than most of what a leader does. So it does all by itself,
 * and the deputy looks from time to time: if the leader is still at what it was at a look ago, the
 * lead is taken from it. After a while in which nothing was done that could hold the leader up, the
 * deputy sleeps until something is. Thread-safe.
 */
final class Leadership implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** So many looks at which nothing new was seen, and the deputy sleeps. */
  private static final int IDLE_LOOKS = 100;

  private static final long NOTHING = 0;
  private static final long VACANT = -1;

  /**
   * The number of what the leader is at that may hold it up, {@link #NOTHING} or {@link #VACANT}.
   */
  private final AtomicLong work = new AtomicLong(VACANT);

  private final AtomicReference<@Nullable Thread> deputy = new AtomicReference<>();

  /** The number of what was begun last; written by the leader. */
  private volatile long begun = NOTHING;

  /** Whether the deputy is to be woken when something begins. */
  private volatile boolean asleep;

  private volatile boolean closed;

  /** Waits as the deputy until it leads; false at once if there is one, or if it is closed. */
  boolean await() {
    if (!deputy.compareAndSet(null, Thread.currentThread())) {
      return false;
    }
    try {
      return succeed();
    } finally {
      deputy.set(null);
    }
  }

  private boolean succeed() {
    long seen = NOTHING;
    long seenBegun = begun;
    int idle = 0;
    while (!closed) {
      long now = work.get();
      boolean heldUp = now == VACANT || (now != NOTHING && now == seen);
      if (heldUp && work.compareAndSet(now, NOTHING)) {
        return true;
      }
      idle = begun == seenBegun ? idle + 1 : 0;
      seen = now;
      seenBegun = begun;
      rest(idle >= IDLE_LOOKS);
    }
    return false;
  }

  /** Returns after a while, or when something begins. */
  private void rest(boolean untilSomethingBegins) {
    if (!untilSomethingBegins) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      return;
    }
    asleep = true;
    if (work.get() == NOTHING && !closed) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  boolean hasDeputy() {
    return deputy.get() != null;
  }

  /**
   * The leader begins something that may hold it up.
   *
   * @return the number to {@link #end} it by
   */
  long begin() {
    long number = begun + 1;
    begun = number;
    work.set(number);
    if (asleep) {
      LockSupport.unpark(deputy.get());
    }
    return number;
  }

  /** It has done that; false if the deputy has taken over meanwhile. */
  boolean end(long number) {
    return work.compareAndSet(number, NOTHING);
  }

  /** The leader leads no more. */
  void resign() {
    work.set(VACANT);
    LockSupport.unpark(deputy.get());
  }

  /** Nobody becomes leader any more. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(deputy.get());
  }
}
