package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.PageMigration;
import corral.framework.api.host.ReclaimAccounting;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * On which nodes the pages of a simulated machine's processes are, and how often they had to look
 * for free ones. How many they have is said by {@link SimMachine#setMemory}; what is new is on the
 * node where the process ran first. Thread-safe.
 */
@Component(enabled = false)
public final class SimMemory implements PageMigration, ReclaimAccounting {
  private final SimMachine machine;

  /** The memory of a machine's processes. */
  @Activate
  public SimMemory(@Reference SimMachine machine) {
    this.machine = machine;
  }

  @Override
  public long migrate(int pid, IndexSet from, IndexSet to) throws ContainerException {
    machine.faults().check(Faults.Operation.MIGRATE, pid);
    var targets = to.and(machine.onlineMemoryNodes());
    if (targets.isEmpty()) {
      throw new ContainerException(
          Errno.EINVAL, Integer.toString(pid), "no node of '" + to + "' is on line");
    }
    machine.with(pid, process -> process.placement = process.placement.moved(from, targets));
    return 0;
  }

  /**
   * Lets a process free memory itself, so many times, before it is given some.
   *
   * @throws ContainerException ESRCH if it is gone, EINVAL if the number is negative
   */
  public void reclaim(int pid, int times) throws ContainerException {
    if (times < 0) {
      throw new ContainerException(Errno.EINVAL, Integer.toString(times), "less than not at all");
    }
    machine.with(pid, process -> process.directReclaims += times);
  }

  /** One that is asked of every process is one of the machine. */
  @Override
  public Optional<String> obstacle() {
    try {
      machine.faults().check(Faults.Operation.RECLAIM, Faults.EVERY_PROCESS);
      return Optional.empty();
    } catch (ContainerException refusal) {
      return Optional.of(String.valueOf(refusal.getMessage()));
    }
  }

  @Override
  public long directReclaims(int pid) throws ContainerException {
    machine.faults().check(Faults.Operation.RECLAIM, pid);
    return machine.with(pid, process -> process.directReclaims);
  }
}
