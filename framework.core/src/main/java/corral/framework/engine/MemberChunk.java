package corral.framework.engine;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A row of slots for tasks, each of which is used once. */
final class MemberChunk {
  private static final AtomicIntegerFieldUpdater<MemberChunk> CLAIMED =
      AtomicIntegerFieldUpdater.newUpdater(MemberChunk.class, "claimed");
  private static final AtomicIntegerFieldUpdater<MemberChunk> CLEARED =
      AtomicIntegerFieldUpdater.newUpdater(MemberChunk.class, "cleared");

  private final MemberStripe stripe;
  private final AtomicReferenceArray<@Nullable TaskEntry> slots;

  /** Slots handed out; greater than the length when threads found the chunk full. */
  private volatile int claimed;

  /** Slots that have been used and left. */
  private volatile int cleared;

  /** The older chunks; changed by the one who sweeps. */
  volatile @Nullable MemberChunk next;

  MemberChunk(MemberStripe stripe, int length, @Nullable MemberChunk next) {
    this.stripe = stripe;
    this.slots = new AtomicReferenceArray<>(length);
    this.next = next;
  }

  int length() {
    return slots.length();
  }

  /** Returns false if there is no slot left. */
  boolean add(TaskEntry task) {
    if (claimed >= slots.length()) {
      return false;
    }
    int index = CLAIMED.getAndIncrement(this);
    if (index >= slots.length()) {
      return false;
    }
    task.chunk = this;
    task.index = index;
    slots.setRelease(index, task);
    return true;
  }

  void remove(int index) {
    slots.setRelease(index, null);
    stripe.removed(CLEARED.incrementAndGet(this) == slots.length());
  }

  /** Whether every slot has been used and left. */
  boolean isSpent() {
    return cleared == slots.length();
  }

  void forEach(Consumer<TaskEntry> action) {
    int used = Math.min(claimed, slots.length());
    for (int i = 0; i < used; i++) {
      var task = slots.getAcquire(i);
      if (task != null) {
        action.accept(task);
      }
    }
  }
}
