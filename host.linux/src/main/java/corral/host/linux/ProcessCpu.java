package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Errno;
import corral.framework.api.host.CpuAccounting;
import corral.host.linux.ffi.Clocks;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The CPU time of processes that the kernel still knows. Thread-safe. */
@Component(service = {CpuAccounting.class, ProcessCpu.class})
public final class ProcessCpu implements CpuAccounting {
  private final ProcReader proc;

  /** The processes of a machine. */
  @Activate
  public ProcessCpu(@Reference ProcReader proc) {
    this.proc = proc;
  }

  @Override
  public CpuUsage usage(int pid) throws ContainerException {
    return read(pid)
        .orElseThrow(() -> new ContainerException(Errno.ESRCH, Integer.toString(pid), null));
  }

  /** Without a look at {@code /proc}, which takes some ten times as long. */
  @Override
  public long totalNanos(int pid) throws ContainerException {
    long total = Clocks.cpuNanos(pid);
    if (total == Clocks.NO_PROCESS) {
      throw new ContainerException(Errno.ESRCH, Integer.toString(pid), null);
    }
    return total;
  }

  /** Kernels without CONFIG_SCHED_INFO do not say who waits. */
  @Override
  public long wantedNanos(int pid) throws ContainerException {
    long wanted = 0;
    for (int tid : proc.threads(pid)) {
      wanted += proc.text(pid, "task/" + tid + "/schedstat").map(ProcessCpu::wanted).orElse(0L);
    }
    return wanted > 0 ? wanted : totalNanos(pid);
  }

  /** The first figure is the time on a CPU, the second that of waiting for one. */
  private static long wanted(String schedstat) {
    var figures = schedstat.split(" ", 3);
    return Long.parseLong(figures[0]) + Long.parseLong(figures[1]);
  }

  /** The same, of a process that may be gone; one that has ended answers until it is waited for. */
  Optional<CpuUsage> read(int pid) {
    return proc.stat(pid).flatMap(this::read);
  }

  /** The same, where its status has been read already. */
  Optional<CpuUsage> read(ProcStat stat) {
    long total = Clocks.cpuNanos(stat.pid());
    return total == Clocks.NO_PROCESS
        ? Optional.empty()
        : Optional.of(split(total, stat.userTicks(), stat.systemTicks()));
  }

  /**
   * Divides exact time in the proportion of the ticks that hit the program and the kernel; as the
   * kernel itself does, all is the program's if no tick hit the kernel.
   */
  static CpuUsage split(long totalNanos, long userTicks, long systemTicks) {
    long user =
        systemTicks == 0
            ? totalNanos
            : (long) (totalNanos * ((double) userTicks / (userTicks + systemTicks)));
    return new CpuUsage(totalNanos, user, totalNanos - user);
  }
}
