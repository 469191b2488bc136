package corral.framework.api.host;

import corral.framework.api.CpuUsage;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The events of a host's processes, told in the order in which they happened to each process.
 *
 * <p>Several threads may tell at the same time if their events are of different processes; a fork
 * is told before anything else of its child and before the exit of its parent. None of the event
 * methods blocks on the framework's locks. An event of an unknown process is harmless. After {@link
 * #close} every call is void.
 */
@ProviderType
public interface TaskStream extends AutoCloseable {
  /**
   * A process has forked; the child is in its parent's containers of every hierarchy.
   *
   * @param parentPid the parent; if it is unknown the child is in the roots
   * @param startTimeNanos the start of the child, as in {@link TaskInfo}
   */
  void fork(int parentPid, int pid, long startTimeNanos);

  /**
   * A process has ended, with its last thread.
   *
   * @param usage the CPU time that it had used in the end; null if that could not be learnt
   */
  void exit(int pid, @Nullable CpuUsage usage);

  /**
   * Puts right what lost events have put wrong: tasks that are gone leave their containers, and
   * tasks that were missed are added, each in the containers of its nearest known ancestor.
   *
   * @param live every live process, read after the loss was noticed
   * @return how many tasks were wrong
   */
  Repair repair(Collection<TaskInfo> live);

  /** Ends the telling. The tasks stay as they are until a host opens a stream again. */
  @Override
  void close();

  /**
   * The result of a repair.
   *
   * @param found tasks whose fork had been missed
   * @param lost tasks whose exit had been missed
   */
  record Repair(int found, int lost) {}
}
