package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.host.TaskLimits;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The limits of a simulated machine's tasks. Its processes have one thread each. Thread-safe. */
@Component(enabled = false)
public final class SimTaskLimits implements TaskLimits {
  private final SimMachine machine;

  /** The tasks of a machine. */
  @Activate
  public SimTaskLimits(@Reference SimMachine machine) {
    this.machine = machine;
  }

  @Override
  public Group open(@Nullable Group outer) throws ContainerException {
    var within = outer instanceof SimTaskGroup group ? group : null;
    if (within != null) {
      within.requireOpen();
    }
    return new SimTaskGroup(this, within);
  }

  void enter(int pid, long startTimeNanos, SimTaskGroup group) throws ContainerException {
    machine.faults().check(Faults.Operation.TASKS, pid);
    machine.with(
        pid,
        process -> {
          group.requireOpen();
          if (process.startTimeNanos != startTimeNanos) {
            throw Processes.noSuchProcess(pid);
          }
          if (process.taskGroup != group) {
            process.enter(group);
          }
          return process;
        });
  }

  void empty(SimTaskGroup closed) {
    machine.releaseTasks(group -> group.isWithin(closed));
  }

  @Override
  public void release(int pid, long startTimeNanos) {
    try {
      machine.with(
          pid,
          process -> {
            if (process.startTimeNanos == startTimeNanos) {
              process.enter(null);
            }
            return process;
          });
    } catch (ContainerException gone) {
      // Then there is nothing to give back.
    }
  }

  /** Whether forks of a process may be refused for the number of tasks. */
  public boolean isLimited(int pid) throws ContainerException {
    return machine.with(pid, process -> process.taskGroup != null);
  }

  @Override
  public String means() {
    return "the simulated machine";
  }
}
