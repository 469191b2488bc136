package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.ReclaimAccounting;
import corral.host.linux.ffi.ErrorNumber;
import corral.host.linux.ffi.LiveDelays;
import corral.host.linux.ffi.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Direct reclaims as the kernel's delay accounting counts them, which is off unless somebody has
 * switched it on. Reclaims for the limit of a memory cgroup are among them. Thread-safe: one
 * question is asked at a time.
 */
@Component
public final class DirectReclaims implements ReclaimAccounting {
  private static final int OWN_PID = (int) ProcessHandle.current().pid();

  private final Path control;

  /** Opened when it is first needed. Guarded by this. */
  private @Nullable LiveDelays delays;

  /** Those of the machine that this runs on. */
  @Activate
  public DirectReclaims() {
    this(Path.of("/proc/sys/kernel/task_delayacct"));
  }

  DirectReclaims(Path control) {
    this.control = control;
  }

  @Override
  public Optional<String> obstacle() {
    try {
      if (isOff()) {
        return Optional.of("the kernel's delay accounting is off (sysctl kernel.task_delayacct)");
      }
      ask(OWN_PID);
      return Optional.empty();
    } catch (IOException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  /** Before Linux 5.14 there was no such control, and it was on from the start. */
  private boolean isOff() throws IOException {
    try {
      return Files.readString(control).strip().equals("0");
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  @Override
  public long directReclaims(int pid) throws ContainerException {
    try {
      return ask(pid);
    } catch (OsException refused) {
      throw refused.errno() == ErrorNumber.ENODEV
          ? new ContainerException(Errno.ESRCH, Integer.toString(pid), null)
          : Refusal.of(refused, pid, null);
    }
  }

  private synchronized long ask(int pid) throws OsException {
    if (delays == null) {
      delays = LiveDelays.open();
    }
    return delays.freepagesCount(pid);
  }

  @Deactivate
  synchronized void close() {
    if (delays != null) {
      delays.close();
      delays = null;
    }
  }
}
