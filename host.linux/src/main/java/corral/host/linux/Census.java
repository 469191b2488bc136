package corral.host.linux;

import corral.framework.api.host.TaskInfo;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * The processes that one scan of {@code /proc} has found.
 *
 * @param live every live process
 * @param extraThreads the threads beside the first, by process, of those that have some
 */
record Census(Collection<TaskInfo> live, Map<Integer, Set<Integer>> extraThreads) {}
