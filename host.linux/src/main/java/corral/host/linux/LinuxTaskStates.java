package corral.host.linux;

import corral.framework.api.StateCounts;
import corral.framework.api.Task;
import corral.framework.api.TaskState;
import corral.framework.api.host.TaskStates;
import corral.host.linux.ffi.Clocks;
import corral.host.linux.ffi.CpuClock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What the processes of the live machine do. The CPU clock of a process is asked first: a thread
 * must run to begin to sleep, to stop or to wait, so nothing is new where the clock stands still,
 * but that a thread has been woken and waits for its first turn. Files are read of the others
 * alone. Thread-safe.
 *
 * <p>The kernel tells nobody who waits for I/O at the moment, but with delay accounting how long
 * somebody has. So a thread that cannot be interrupted is taken to wait for I/O if its process has
 * waited for it since it was read before. Source: proc_pid_stat(5), {@code fs/proc/array.c} and the
 * kernel's accounting/delay-accounting document.
 */
@Component
public final class LinuxTaskStates implements TaskStates {
  /**
   * A process is read at one look of this number, even if it seems not to have run: a turn can be
   * too short for the clock where a hypervisor takes time away. Where there are many processes it
   * is a higher power of two, so that fewer than {@link #MOST_READ_ANYWAY} are read so.
   */
  private static final int READ_ANYWAY = 16;

  private static final int MOST_READ_ANYWAY = 128;

  private final ProcReader proc;

  /** The processes of a machine. */
  @Activate
  public LinuxTaskStates(@Reference ProcReader proc) {
    this.proc = proc;
  }

  @Override
  public Watch watch() {
    return new ClockWatch();
  }

  @Override
  public boolean tellsBlocked() {
    return proc.accountsDelays();
  }

  @Override
  public String means() {
    return "the CPU clock of each process, and /proc/PID/task/*/stat of those that have run; "
        + (tellsBlocked()
            ? "who waits for I/O, from the kernel's delay accounting"
            : "who waits for I/O is not told: kernel.task_delayacct is 0");
  }

  /** What was found out about a process. */
  private static final class Memory {
    private long cpuNanos = Clocks.NO_PROCESS;

    /** How long it had waited for I/O when it was read; unknown before that. */
    private long ioTicks = Long.MAX_VALUE;

    private StateCounts threads = StateCounts.NONE;
    private long look;
  }

  private final class ClockWatch implements Watch {
    private final Map<Task, Memory> memories = new HashMap<>();
    private final CpuClock clock = new CpuClock();
    private long looks;
    private int read;

    /** One look of how many is that at which a process is read in any case. */
    private int turns;

    /** The thread that looks. */
    private int self;

    @Override
    public Effort look(Collection<Task> tasks, Change change) {
      looks++;
      read = 0;
      turns = Math.max(READ_ANYWAY, 2 * Integer.highestOneBit(tasks.size() / MOST_READ_ANYWAY));
      self = proc.ownThread();
      tasks.forEach(task -> look(task, change));
      if (memories.size() > tasks.size()) {
        memories.values().removeIf(memory -> memory.look < looks);
      }
      return new Effort(tasks.size(), read);
    }

    /** The clock is asked first: what happens in between is found out the next time. */
    private void look(Task task, Change change) {
      int pid = task.pid();
      long nanos = clock.nanos(pid);
      var memory = memories.computeIfAbsent(task, _ -> new Memory());
      memory.look = looks;
      boolean isDue = (pid + looks) % turns == 0;
      if (nanos == Clocks.NO_PROCESS || (nanos == memory.cpuNanos && !isDue)) {
        return;
      }
      memory.cpuNanos = nanos;
      var threads = proc.state(pid).map(line -> threads(pid, line, memory)).orElse(memory.threads);
      if (threads.total() > 0 && !threads.equals(memory.threads)) {
        memory.threads = threads;
        change.seen(task, threads);
      }
    }

    private StateCounts threads(int pid, StateLine process, Memory memory) {
      var census = new ThreadCensus();
      if (process.threads() == 1) {
        census.add(process, pid);
      } else {
        for (int tid : proc.threads(pid)) {
          proc.state(pid, tid).ifPresent(line -> census.add(line, tid));
        }
      }
      boolean hasWaited = census.ioTicks > memory.ioTicks;
      memory.ioTicks = census.ioTicks;
      return census.counts(hasWaited ? TaskState.BLOCKED : TaskState.UNINTERRUPTIBLE);
    }

    /** The threads of one process. */
    private final class ThreadCensus {
      private StateCounts counts = StateCounts.NONE;
      private int waiting;
      private long ioTicks;

      void add(StateLine thread, int tid) {
        read++;
        ioTicks += thread.ioTicks();
        switch (thread.letter()) {
          case 'R' -> add(tid == self ? TaskState.SLEEPING : TaskState.RUNNING);
          case 'D' -> waiting++;
          case 'T', 't' -> add(TaskState.STOPPED);
          case 'Z', 'X', 'x' -> {} // It has ended.
          default -> add(TaskState.SLEEPING);
        }
      }

      private void add(TaskState state) {
        counts = counts.plus(state, 1);
      }

      StateCounts counts(TaskState ofWaiting) {
        return counts.plus(ofWaiting, waiting);
      }
    }

    @Override
    public void close() {
      memories.clear();
      clock.close();
    }
  }
}
