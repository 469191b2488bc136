package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Priorities;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The nice levels of a simulated machine's processes, by which they share CPUs. Thread-safe. */
@Component(enabled = false)
public final class SimPriorities implements Priorities {
  private final SimMachine machine;

  /** The processes of a machine. */
  @Activate
  public SimPriorities(@Reference SimMachine machine) {
    this.machine = machine;
  }

  @Override
  public void set(int pid, int level) throws ContainerException {
    machine.faults().check(Faults.Operation.NICE, pid);
    if (level < FIRST || level > LAST) {
      throw new ContainerException(
          Errno.EINVAL, "nice levels are from " + FIRST + " to " + LAST + ", not " + level);
    }
    machine.with(
        pid,
        process -> {
          process.nice(level);
          return process;
        });
  }

  @Override
  public void release(int pid) {
    try {
      machine.with(
          pid,
          process -> {
            process.unnice();
            return process;
          });
    } catch (ContainerException gone) {
      // Then there is nothing to give back.
    }
  }

  /** A process's level now. */
  public int level(int pid) throws ContainerException {
    return machine.with(pid, process -> process.level);
  }

  /** Whether a process has another level than it had, or might have. */
  public boolean isSet(int pid) throws ContainerException {
    return machine.with(pid, process -> process.levelBefore != null);
  }

  @Override
  public String reach() {
    return "among all processes";
  }
}
