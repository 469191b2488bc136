package corral.host.sim;

import corral.framework.api.CpuUsage;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.TaskInfo;
import java.util.List;

/**
 * A simulated process at one moment. Immutable.
 *
 * @param info what a host tells of a process
 * @param state what it does
 * @param cpus where it may run
 * @param unpinnedCpus where it may run when it is released; the same unless it is pinned
 * @param usage the CPU time that it has used
 * @param weight its part of a CPU that it shares with others
 * @param lastCpu where it ran last; -1 if it never ran
 * @param memoryNode where it takes memory from
 * @param pagesByNode how many of its pages are on each memory node, in ascending order of them
 */
public record ProcessStatus(
    TaskInfo info,
    ProcessState state,
    IndexSet cpus,
    IndexSet unpinnedCpus,
    CpuUsage usage,
    int weight,
    int lastCpu,
    int memoryNode,
    List<Long> pagesByNode) {
  /** Copies its last argument. */
  public ProcessStatus {
    pagesByNode = List.copyOf(pagesByNode);
  }
}
