package corral.figures;

import corral.framework.api.host.Machine;
import corral.framework.api.stats.ContainerStatistics;
import org.jspecify.annotations.Nullable;

/**
 * What there is now to know figures by, besides the control files. A file whose subsystem has
 * nobody to ask reads 0, which is not to be taken for a figure. Immutable.
 *
 * @param tellsCpu whether the host tells CPU time
 * @param tellsMemory whether the host tells memory
 * @param tellsFiles whether the host tells open files
 * @param machine the machine; null if there is none
 * @param statistics tells what tasks do; null if nobody does
 */
record Means(
    boolean tellsCpu,
    boolean tellsMemory,
    boolean tellsFiles,
    @Nullable Machine machine,
    @Nullable ContainerStatistics statistics) {
  int pageBytes() {
    return machine == null ? 0 : machine.pageBytes();
  }
}
