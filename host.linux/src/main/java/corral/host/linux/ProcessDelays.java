package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.DelayAccounting;
import corral.host.linux.ffi.ErrorNumber;
import corral.host.linux.ffi.LiveDelays;
import corral.host.linux.ffi.OsException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * How long processes have waited, as the kernel's taskstats say to root. For a CPU the scheduler
 * counts it in any case; the rest is counted for processes that were started while delay accounting
 * was on ({@code kernel.task_delayacct}). Thread-safe: one question is asked at a time.
 */
@Component
public final class ProcessDelays implements DelayAccounting {
  private final ProcReader proc;

  /** Opened when it is first needed. Guarded by this. */
  private @Nullable LiveDelays delays;

  /** The processes of a machine. */
  @Activate
  public ProcessDelays(@Reference ProcReader proc) {
    this.proc = proc;
  }

  @Override
  public Delays delays(int pid) throws ContainerException {
    boolean isOn = proc.accountsDelays();
    try {
      var waits = ask(pid);
      return new Delays(
          OptionalLong.of(waits.cpu()),
          isOn ? OptionalLong.of(waits.io()) : OptionalLong.empty(),
          isOn ? OptionalLong.of(waits.swap()) : OptionalLong.empty());
    } catch (OsException refused) {
      throw switch (refused.errno()) {
        case ErrorNumber.ENODEV, ErrorNumber.ESRCH ->
            new ContainerException(Errno.ESRCH, Integer.toString(pid), null);
        case ErrorNumber.ENOENT ->
            new ContainerException(Errno.ENOSYS, "the kernel has no taskstats");
        default -> Refusal.of(refused, pid, null);
      };
    }
  }

  private synchronized LiveDelays.Waits ask(int pid) throws OsException {
    if (delays == null) {
      delays = LiveDelays.open();
    }
    return delays.waits(pid);
  }

  @Deactivate
  synchronized void close() {
    if (delays != null) {
      delays.close();
      delays = null;
    }
  }
}
