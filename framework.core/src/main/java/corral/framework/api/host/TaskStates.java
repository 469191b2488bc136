package corral.framework.api.host;

import corral.framework.api.StateCounts;
import corral.framework.api.Task;
import java.util.Collection;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tells what tasks do, to whoever looks again and again: a host capability. Thread-safe; what
 * {@link #watch} returns is for one thread at a time.
 */
@ConsumerType
public interface TaskStates {
  /** Hears of a task that does something else than when it was looked at before. */
  @FunctionalInterface
  interface Change {
    /**
     * Called from within a look, by its thread.
     *
     * @param threads what the threads of the task do now; at least one
     */
    void seen(Task task, StateCounts threads);
  }

  /**
   * What a look has cost. Immutable.
   *
   * @param asked the tasks that were asked whether they have run since the look before
   * @param read the threads whose state was read because they might have
   */
  record Effort(int asked, int read) {}

  /**
   * Somebody who looks. It remembers each task from one look to the next; the first look tells of
   * every task.
   */
  @ConsumerType
  interface Watch extends AutoCloseable {
    /**
     * Looks once. The cost is a question to each task, and more for those alone that have run.
     *
     * @param tasks all those of interest; one that is not among them any more is forgotten. One
     *     that is gone is passed over
     * @param change hears of each task that does something else than before
     */
    Effort look(Collection<Task> tasks, Change change);

    /** Forgets everything. */
    @Override
    void close();
  }

  /** Somebody new who looks. */
  Watch watch();

  /** Whether waiting for I/O can be told from being uninterruptible for another reason. */
  boolean tellsBlocked();

  /** One sentence for a person, without a full stop: how it is known what tasks do. */
  String means();
}
