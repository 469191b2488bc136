package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.MemoryAccounting;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The memory of processes as {@code /proc/PID/statm} tells it, and their page tables ({@code VmPTE}
 * of {@code /proc/PID/status}), which is all that {@code /proc} tells of the kernel's memory for a
 * process. Thread-safe. Source: proc_pid_statm(5), proc_pid_status(5).
 */
@Component
public final class ProcessMemory implements MemoryAccounting {
  private static final int RESIDENT = 1;

  /** Data and stack: what is private and writable. */
  private static final int DATA = 5;

  private static final String PAGE_TABLES = "\nVmPTE:";
  private static final int KIBIBYTE = 1024;

  private final ProcReader proc;

  /** The processes of a machine. */
  @Activate
  public ProcessMemory(@Reference ProcReader proc) {
    this.proc = proc;
  }

  @Override
  public Usage memoryUsage(int pid) throws ContainerException {
    var pages = read(pid, "statm").strip().split(" ", -1);
    return new Usage(
        Long.parseLong(pages[DATA]),
        Long.parseLong(pages[RESIDENT]),
        pageTableBytes(read(pid, "status")));
  }

  private String read(int pid, String file) throws ContainerException {
    return proc.text(pid, file)
        .orElseThrow(() -> new ContainerException(Errno.ESRCH, Integer.toString(pid), null));
  }

  /** A kernel thread, and a process that has ended, have none. */
  static long pageTableBytes(String status) {
    int label = status.indexOf(PAGE_TABLES);
    if (label < 0) {
      return 0;
    }
    int from = label + PAGE_TABLES.length();
    var line = status.substring(from, status.indexOf('\n', from)).strip();
    return Long.parseLong(line.substring(0, line.indexOf(' '))) * KIBIBYTE;
  }
}
