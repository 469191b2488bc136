package corral.framework.engine;

import corral.framework.api.StateCounts;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks of a {@link CssGroup} were seen in each state, and how many of their threads. Read
 * as one picture by anybody at any time; a task is added and removed by the owner of its motion.
 */
final class StateSums {
  /**
   * The sums at one moment.
   *
   * @param tasks the tasks by what they do
   * @param threads the threads of those by what they do
   */
  record Page(StateCounts tasks, StateCounts threads) {
    static final Page EMPTY = new Page(StateCounts.NONE, StateCounts.NONE);

    Page plus(Page other) {
      return new Page(tasks.plus(other.tasks), threads.plus(other.threads));
    }
  }

  private final AtomicReference<Page> page = new AtomicReference<>(Page.EMPTY);

  Page page() {
    return page.get();
  }

  /** Counts a task in. Null for one that was never seen, which changes nothing. */
  void add(@Nullable StateCounts seen) {
    if (seen != null) {
      var task = StateCounts.one(seen.foremost());
      page.updateAndGet(sum -> new Page(sum.tasks.plus(task), sum.threads.plus(seen)));
    }
  }

  /** The counterpart of {@link #add}. */
  void remove(@Nullable StateCounts seen) {
    if (seen != null) {
      var task = StateCounts.one(seen.foremost());
      page.updateAndGet(sum -> new Page(sum.tasks.minus(task), sum.threads.minus(seen)));
    }
  }
}
