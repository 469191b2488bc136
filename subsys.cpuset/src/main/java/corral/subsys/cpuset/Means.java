package corral.subsys.cpuset;

import corral.framework.api.host.CpuAffinity;
import corral.framework.api.host.Machine;
import corral.framework.api.host.PageMigration;
import corral.framework.api.host.ReclaimAccounting;
import org.jspecify.annotations.Nullable;

/**
 * What the host offers. Immutable.
 *
 * @param machine tells which CPUs and memory nodes there are
 * @param affinity carries {@code cpus} out; null if the host cannot
 * @param migration carries {@code memory_migrate} out; null if the host cannot
 * @param reclaims tells what {@code memory_pressure} is made of; null if the host cannot
 */
record Means(
    Machine machine,
    @Nullable CpuAffinity affinity,
    @Nullable PageMigration migration,
    @Nullable ReclaimAccounting reclaims) {}
