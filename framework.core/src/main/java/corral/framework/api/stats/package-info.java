/**
 * What the tasks of containers do: how many are in which state, and the load averages that follow
 * from it. Asked for through {@code ContainerStatistics}, which answers without a walk over any
 * tasks, or sent to a {@code StatisticsListener} when something happens that it waits for.
 */
@Export
@NullMarked
@Version("1.0.0")
package corral.framework.api.stats;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
