package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.HashMap;
import java.util.Map;

/**
 * Operations that a machine is to refuse, so that tests can see what becomes of it. Thread-safe.
 */
public final class Faults {
  /** The process id that stands for every process. */
  public static final int EVERY_PROCESS = 0;

  /** What can be refused. */
  public enum Operation {
    /** {@link SimMachine#fork}, by the parent's process id. */
    FORK,
    /** {@link SimMachine#pin}. */
    PIN,
    /** {@link SimMachine#usage}. */
    USAGE,
    /** {@link SimMachine#memoryUsage}. */
    MEMORY,
    /** {@link SimMemory#migrate}. */
    MIGRATE,
    /** {@link SimMemory#directReclaims}. */
    RECLAIM,
    /** {@link SimOpenFiles}. */
    FILES,
    /** {@link SimPriorities}. */
    NICE,
    /** {@link SimTaskLimits}, where a process enters a group. */
    TASKS,
    /** {@link SimNamespaces#of}. */
    NAMESPACES,
    /** {@link SimMachine#send}. */
    SIGNAL,
    /** {@link SimHost#launch}, which knows no process id yet. */
    LAUNCH
  }

  private record Case(Operation operation, int pid) {}

  /** Replaced as a whole, under the monitor: it is asked on each fork and mostly empty. */
  private volatile Map<Case, Errno> refused = Map.of();

  /** Nothing is refused without a reason. */
  Faults() {}

  /**
   * Refuses an operation from now on.
   *
   * @param pid the process on which it is refused, or {@link #EVERY_PROCESS}
   */
  public synchronized void refuse(Operation operation, int pid, Errno errno) {
    var cases = new HashMap<>(refused);
    cases.put(new Case(operation, pid), errno);
    refused = Map.copyOf(cases);
  }

  /** The counterpart of {@link #refuse}; void if it was not refused. */
  public synchronized void allow(Operation operation, int pid) {
    var cases = new HashMap<>(refused);
    cases.remove(new Case(operation, pid));
    refused = Map.copyOf(cases);
  }

  void check(Operation operation, int pid) throws ContainerException {
    var cases = refused;
    if (cases.isEmpty()) {
      return;
    }
    var ofAll = cases.get(new Case(operation, EVERY_PROCESS));
    var errno = ofAll == null ? cases.get(new Case(operation, pid)) : ofAll;
    if (errno != null) {
      throw new ContainerException(
          errno, pid == EVERY_PROCESS ? null : Integer.toString(pid), "the simulation refuses it");
    }
  }
}
