package corral.framework.engine;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;

/**
 * One stripe of a {@link Members}: a count, which decides whether tasks may come in, and a list of
 * chunks of slots, newest first. Slots are handed out in order and never used twice; a chunk whose
 * slots are all used up and cleared is taken out of the list.
 */
final class MemberStripe {
  private static final int CLOSED = -1;
  private static final int SMALLEST_CHUNK = 4;
  private static final int LARGEST_CHUNK = 64;

  private static final AtomicIntegerFieldUpdater<MemberStripe> COUNT =
      AtomicIntegerFieldUpdater.newUpdater(MemberStripe.class, "count");
  private static final AtomicIntegerFieldUpdater<MemberStripe> SWEEPING =
      AtomicIntegerFieldUpdater.newUpdater(MemberStripe.class, "sweeping");
  private static final AtomicReferenceFieldUpdater<MemberStripe, MemberChunk> HEAD =
      AtomicReferenceFieldUpdater.newUpdater(MemberStripe.class, MemberChunk.class, "head");

  /** Tasks that are in or about to get their slot, or {@link #CLOSED}. */
  private volatile int count;

  /** 1 while a thread takes cleared chunks out; another that wants to leaves it to that one. */
  @SuppressWarnings("UnusedVariable") // used through its updater
  private volatile int sweeping;

  private volatile MemberChunk head = new MemberChunk(this, SMALLEST_CHUNK, null);

  boolean add(TaskEntry task) {
    int before;
    do {
      before = count;
      if (before == CLOSED) {
        return false;
      }
    } while (!COUNT.compareAndSet(this, before, before + 1));
    var chunk = head;
    while (!chunk.add(task)) {
      chunk = newHead(chunk);
    }
    return true;
  }

  /** Called by {@link MemberChunk#remove} when the slot is cleared. */
  void removed(boolean chunkIsSpent) {
    if (chunkIsSpent) {
      sweep();
    }
    COUNT.decrementAndGet(this);
  }

  int count() {
    return Math.max(0, count);
  }

  boolean close() {
    return COUNT.compareAndSet(this, 0, CLOSED);
  }

  void reopen() {
    COUNT.compareAndSet(this, CLOSED, 0);
  }

  /** Calls for the oldest first: pids ascend with age, so that a listing is all but sorted. */
  void forEach(Consumer<TaskEntry> action) {
    var oldestFirst = new ArrayDeque<MemberChunk>();
    for (var chunk = head; chunk != null; chunk = chunk.next) {
      oldestFirst.push(chunk);
    }
    oldestFirst.forEach(chunk -> chunk.forEach(action));
  }

  private MemberChunk newHead(MemberChunk full) {
    int size = Math.min(LARGEST_CHUNK, full.length() * 2);
    var next = full.isSpent() ? full.next : full;
    HEAD.compareAndSet(this, full, new MemberChunk(this, size, next));
    return head;
  }

  private void sweep() {
    if (!SWEEPING.compareAndSet(this, 0, 1)) {
      return;
    }
    var chunk = head;
    while (chunk != null) {
      var next = chunk.next;
      if (next != null && next.isSpent()) {
        chunk.next = next.next;
      } else {
        chunk = next;
      }
    }
    sweeping = 0;
  }
}
