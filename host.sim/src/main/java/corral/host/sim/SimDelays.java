package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.host.DelayAccounting;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * How long the processes of a simulated machine have waited in {@link SimMachine#tick}: while they
 * could run and another one did, and while they were blocked. It has no swap to wait for.
 * Thread-safe.
 */
@Component(enabled = false)
public final class SimDelays implements DelayAccounting {
  private final SimMachine machine;

  /** The delays of a machine's processes. */
  @Activate
  public SimDelays(@Reference SimMachine machine) {
    this.machine = machine;
  }

  @Override
  public Delays delays(int pid) throws ContainerException {
    return machine.with(
        pid,
        process ->
            new Delays(
                OptionalLong.of(process.cpuDelayNanos),
                OptionalLong.of(process.ioDelayNanos),
                OptionalLong.of(0)));
  }
}
