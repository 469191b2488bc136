package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Signals;
import corral.framework.api.host.TaskInfo;
import corral.host.linux.ffi.OsException;
import corral.host.linux.ffi.Pidfd;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Signals to live processes. Thread-safe. */
@Component
public final class ProcessSignals implements Signals {
  private final ProcReader proc;

  /** The processes of a machine. */
  @Activate
  public ProcessSignals(@Reference ProcReader proc) {
    this.proc = proc;
  }

  /**
   * Takes hold of the process before it looks when it was started: so what was looked at is what is
   * signalled, or the pid was reused in between and the hold is on a process that has ended.
   */
  @Override
  public void send(int pid, long startTimeNanos, Signal signal) throws ContainerException {
    try (var process = Pidfd.open(pid)) {
      if (!lives(pid, startTimeNanos)) {
        throw new ContainerException(Errno.ESRCH, Integer.toString(pid), null);
      }
      process.send(number(signal));
    } catch (OsException refused) {
      throw Refusal.of(refused, pid, null);
    }
  }

  private boolean lives(int pid, long startTimeNanos) {
    return proc.stat(pid)
        .filter(stat -> !stat.ended())
        .filter(stat -> TaskInfo.isSameStart(proc.startTimeNanos(stat), startTimeNanos))
        .isPresent();
  }

  private static int number(Signal signal) {
    return switch (signal) {
      case KILL -> Pidfd.SIGKILL;
      case CONT -> Pidfd.SIGCONT;
      case STOP -> Pidfd.SIGSTOP;
    };
  }
}
