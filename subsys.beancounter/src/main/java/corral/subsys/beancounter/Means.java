package corral.subsys.beancounter;

import corral.framework.api.host.MemoryAccounting;
import corral.framework.api.host.OpenFiles;
import corral.framework.api.host.Signals;
import org.jspecify.annotations.Nullable;

/**
 * What the host offers. Immutable.
 *
 * @param memory tells what tasks use; null if the host cannot
 * @param files counts open files and bounds them; null if the host cannot
 * @param signals stops and kills; null if the host cannot
 */
record Means(
    @Nullable MemoryAccounting memory, @Nullable OpenFiles files, @Nullable Signals signals) {}
