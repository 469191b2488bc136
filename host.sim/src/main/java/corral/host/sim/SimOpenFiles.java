package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.host.OpenFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The open files of a simulated machine's processes, which {@link SimMachine} opens. Thread-safe.
 */
@Component(enabled = false)
public final class SimOpenFiles implements OpenFiles {
  private final SimMachine machine;

  /** The files of a machine's processes. */
  @Activate
  public SimOpenFiles(@Reference SimMachine machine) {
    this.machine = machine;
  }

  @Override
  public int count(int pid) throws ContainerException {
    machine.faults().check(Faults.Operation.FILES, pid);
    return machine.with(pid, process -> process.openFiles);
  }

  @Override
  public int bound(int pid, long most) throws ContainerException {
    machine.faults().check(Faults.Operation.FILES, pid);
    return machine.with(
        pid,
        process -> {
          process.mostFiles = Math.min(most, process.ownMostFiles);
          return process.openFiles;
        });
  }

  /** Whether a process may open fewer files than it might before it was bounded. */
  public boolean isBounded(int pid) throws ContainerException {
    return machine.with(pid, process -> process.mostFiles < process.ownMostFiles);
  }

  @Override
  public void release(int pid) {
    try {
      machine.with(pid, process -> process.mostFiles = process.ownMostFiles);
    } catch (ContainerException gone) {
      // Then there is nothing to give back.
    }
  }
}
