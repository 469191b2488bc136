package corral.framework.api.event;

/**
 * An event as it is told to one listener. Immutable.
 *
 * @param number counts the events for this listener from 1, those that were dropped included; it
 *     grows in the order in which they happened
 * @param timeMillis when it happened, in milliseconds since 1970
 * @param lost how many events for this listener were dropped before this one because too many
 *     waited, all in all: if it is more than in the announcement before, so many are missing
 *     between the two
 * @param event what happened
 */
public record Announcement(long number, long timeMillis, long lost, ContainerEvent event) {}
