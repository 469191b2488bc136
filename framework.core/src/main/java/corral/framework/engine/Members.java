package corral.framework.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The tasks of one {@link CssGroup}: a lock-free bag that can be closed for good while it is empty.
 *
 * <p>Adding and removing touch only the stripe of the adding thread. {@link #close} and {@link
 * #reopen} are called under the management lock; everything else may be called at any time.
 */
final class Members {
  private final AtomicReferenceArray<MemberStripe> stripes =
      new AtomicReferenceArray<>(Stripes.COUNT);

  /**
   * Adds a task and notes its place in {@link TaskEntry#chunk} and {@link TaskEntry#index}. Called
   * by the one who owns the task's motion.
   *
   * @return false if the bag is closed; then nothing has changed
   */
  boolean add(TaskEntry task) {
    int place = Stripes.ofCurrentThread();
    var stripe = stripes.get(place);
    if (stripe == null) {
      stripes.compareAndSet(place, null, new MemberStripe());
      stripe = stripes.get(place);
    }
    return stripe.add(task);
  }

  /** How many tasks there are; exact when nothing is added or removed meanwhile. */
  int count() {
    int count = 0;
    for (int i = 0; i < Stripes.COUNT; i++) {
      var stripe = stripes.get(i);
      count += stripe == null ? 0 : stripe.count();
    }
    return count;
  }

  boolean isEmpty() {
    return count() == 0;
  }

  /** Calls once for each task that is there during the whole call. */
  void forEach(Consumer<TaskEntry> action) {
    for (int i = 0; i < Stripes.COUNT; i++) {
      var stripe = stripes.get(i);
      if (stripe != null) {
        stripe.forEach(action);
      }
    }
  }

  /**
   * Refuses new tasks from now on, if there is none.
   *
   * @return false if there is a task; then nothing has changed
   */
  boolean close() {
    for (int i = 0; i < Stripes.COUNT; i++) {
      if (!closeStripe(i)) {
        reopen();
        return false;
      }
    }
    return true;
  }

  /** Takes {@link #close} back. */
  void reopen() {
    for (int i = 0; i < Stripes.COUNT; i++) {
      var stripe = stripes.get(i);
      if (stripe != null) {
        stripe.reopen();
      }
    }
  }

  private boolean closeStripe(int place) {
    if (stripes.get(place) == null) {
      stripes.compareAndSet(place, null, new MemberStripe());
    }
    return stripes.get(place).close();
  }
}
