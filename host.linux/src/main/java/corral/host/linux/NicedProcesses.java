package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Priorities;
import corral.host.linux.ffi.Niceness;
import corral.host.linux.ffi.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Gives processes nice levels, thread by thread. A level can only be put back with CAP_SYS_NICE, so
 * without it none is set. Thread-safe.
 */
@Component(service = {Priorities.class, NicedProcesses.class})
public final class NicedProcesses extends ThreadSettings<Integer> implements Priorities {
  private static final Path AUTOGROUP = Path.of("/proc/sys/kernel/sched_autogroup_enabled");
  private static final int CAP_SYS_NICE = 23;

  private final boolean mayPutBack;

  /** The processes of a machine, which have the levels that they have. */
  @Activate
  public NicedProcesses(@Reference ProcReader proc) {
    super(proc, "with another nice level");
    mayPutBack = proc.isCapable(CAP_SYS_NICE);
  }

  @Override
  public void set(int pid, int level) throws ContainerException {
    if (level < FIRST || level > LAST) {
      throw new ContainerException(
          Errno.EINVAL, "nice levels are from " + FIRST + " to " + LAST + ", not " + level);
    }
    if (!mayPutBack) {
      throw new ContainerException(
          Errno.EPERM, Integer.toString(pid), "only with CAP_SYS_NICE can a level be put back");
    }
    setAll(pid, level);
  }

  @Override
  public String reach() {
    return isAutogroupOn()
        ? "among processes of one session (sched_autogroup_enabled is 1) and one cpu control group"
        : "among processes of one cpu control group";
  }

  private static boolean isAutogroupOn() {
    try {
      return Files.readString(AUTOGROUP).strip().equals("1");
    } catch (IOException notBuiltIn) {
      return false;
    }
  }

  @Override
  Integer get(int tid) throws OsException {
    return Niceness.get(tid);
  }

  @Override
  void set(int tid, Integer level) throws OsException {
    Niceness.set(tid, level);
  }

  @Deactivate
  @Override
  public void releaseAll() {
    super.releaseAll();
  }
}
