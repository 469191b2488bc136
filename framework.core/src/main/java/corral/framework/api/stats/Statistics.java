package corral.framework.api.stats;

import corral.framework.api.StateCounts;

/**
 * What the tasks of a container do. Immutable.
 *
 * <p>A task is a process, and does what the most active of its threads does. A task that was forked
 * since the last look is counted as running with one thread, which is what a fork makes.
 *
 * @param tasks the tasks by what they do
 * @param threads the threads of all these tasks by what they do; what the kernel's own statistics
 *     and load averages count
 * @param tellsBlocked whether {@link StateCounts#blocked} is told; where not it is 0, and who waits
 *     for I/O is among the uninterruptible
 * @param load the load averages; they start at zero with the container, or with the sampler
 */
public record Statistics(
    StateCounts tasks, StateCounts threads, boolean tellsBlocked, LoadAverages load) {}
