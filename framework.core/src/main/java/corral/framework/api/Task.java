package corral.framework.api;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A process ({@code task_struct}): identified by pid and start time, so that a reused pid is
 * another task. Its threads go with it.
 *
 * <p>Thread-safe. Every method is lock-free and never blocks.
 */
@ProviderType
public interface Task {
  /** The process id. */
  int pid();

  /** When the process was started, in nanoseconds since the machine's boot. */
  long startTimeNanos();

  /** The process id of the parent at the time of the fork; 0 for a task without one. */
  int parentPid();

  /**
   * The task's state in a subsystem ({@code task_subsys_state}).
   *
   * @param subsystemId the id given to {@link ContainerSubsystem#registered}
   * @return the state that the task belongs to now; null if no such subsystem is registered
   */
  @Nullable SubsystemState state(int subsystemId);

  /** The container that the task belongs to in a hierarchy. */
  Container container(Hierarchy hierarchy);

  /** The tasks that share all containers and states with this one. */
  TaskGroup taskGroup();

  /**
   * The CPU time that the task had used when it ended.
   *
   * @return null while the task lives, and where the host could not tell
   */
  @Nullable CpuUsage finalUsage();
}
