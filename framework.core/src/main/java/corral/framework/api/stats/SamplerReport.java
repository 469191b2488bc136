package corral.framework.api.stats;

import java.time.Duration;

/**
 * How the looks at what tasks do go on. Immutable.
 *
 * @param means how the host knows what tasks do, for a person
 * @param period from the beginning of one look to that of the next, as configured
 * @param mostShare how much of one CPU the looks may take, of 1; the period grows where it would be
 *     more
 * @param lastPeriod how long it was from the look before the last to the last; zero before the
 *     second look
 * @param share how much of one CPU the last looks have taken, of 1
 * @param looks how many there were
 * @param asked how many tasks the last look has asked whether they had run
 * @param read the threads whose state it has read because they had
 * @param changed how many of the tasks did something else than at the look before
 */
public record SamplerReport(
    String means,
    Duration period,
    double mostShare,
    Duration lastPeriod,
    double share,
    long looks,
    int asked,
    int read,
    int changed) {}
