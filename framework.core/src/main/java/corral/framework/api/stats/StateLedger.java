package corral.framework.api.stats;

import corral.framework.api.Container;
import corral.framework.api.StateCounts;
import corral.framework.api.Task;
import java.util.Collection;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where it is entered what tasks were seen to do, and added up for each group of tasks. The
 * framework offers this service; it keeps the sums right when tasks move and end.
 */
@ProviderType
public interface StateLedger {
  /**
   * A task, and what its threads were seen to do. Immutable.
   *
   * @param threads at least one
   */
  record Sighting(Task task, StateCounts threads) {}

  /**
   * The sums of a container's tasks. Immutable.
   *
   * @param tasks those that were seen, by what they do
   * @param threads the threads of those, by what they do
   * @param unseen how many tasks have not been seen since they were forked
   */
  record Tally(StateCounts tasks, StateCounts threads, int unseen) {}

  /**
   * Enters what was seen. A task that has ended meanwhile is passed over. Waits for the management
   * lock.
   */
  void enter(Collection<Sighting> sightings);

  /**
   * The sums of the tasks that are directly in a container. Takes no lock and walks no tasks. While
   * a task moves it may be counted in both containers or in neither for a moment.
   */
  Tally tally(Container container);
}
