package corral.framework.api.stats;

/**
 * Something that a {@link StatisticsListener} waits for has happened. Immutable.
 *
 * @param number counts the notices for this listener from 1, those that were dropped included
 * @param timeMillis when it was noticed, in milliseconds since 1970
 * @param lost how many notices for this listener were dropped before this one because too many
 *     waited, all in all
 * @param hierarchy the number of the container's hierarchy
 * @param container the container's number, which stays the same when it is renamed
 * @param path the container's path below its hierarchy's root
 * @param mark what was waited for
 * @param crossed whether the figure has risen to the mark or above; false if it has fallen below.
 *     Always true of {@link Mark#EMPTY} and {@link Mark#LIMIT}
 * @param value the figure now; of {@link Mark#LIMIT} how often limits were hit
 * @param detail what a person would want to know besides, such as which limit; may be empty
 */
public record Notice(
    long number,
    long timeMillis,
    long lost,
    int hierarchy,
    long container,
    String path,
    Mark mark,
    boolean crossed,
    double value,
    String detail) {}
