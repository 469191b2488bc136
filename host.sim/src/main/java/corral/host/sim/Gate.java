package corral.host.sim;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets many threads pass at the same time until somebody needs the place for himself. Passing is
 * cheap: threads use different lanes, as far as there are some. A thread that is inside may pass
 * again, also one that has closed the gate.
 */
final class Gate {
  private static final int LANES = 16;

  private final ReentrantLock[] lanes = new ReentrantLock[LANES];

  Gate() {
    for (int i = 0; i < LANES; i++) {
      lanes[i] = new ReentrantLock();
    }
  }

  /** Waits while the gate is closed. Whoever has passed unlocks what this returns. */
  ReentrantLock pass() {
    var lane = lanes[(int) Thread.currentThread().threadId() & (LANES - 1)];
    lane.lock();
    return lane;
  }

  /** Waits until nobody is inside, and lets nobody in. */
  void close() {
    for (var lane : lanes) {
      lane.lock();
    }
  }

  /** The counterpart of {@link #close}, by the same thread. */
  void open() {
    for (var lane : lanes) {
      lane.unlock();
    }
  }
}
