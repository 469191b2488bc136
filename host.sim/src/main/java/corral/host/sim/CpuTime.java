package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The clock, and who gets the CPUs while it moves. Thread-safe; one step after the other. */
final class CpuTime {
  static final long LONGEST_STEP_NANOS = TimeUnit.DAYS.toNanos(1);

  private final SimSettings settings;
  private final OnlineSet cpus;
  private final Processes processes;

  /** Written under the monitor. */
  private volatile long uptimeNanos;

  /** How long each CPU has been busy; guarded by the monitor. */
  private final long[] busyNanos;

  CpuTime(SimSettings settings, OnlineSet cpus, Processes processes) {
    this.settings = settings;
    this.cpus = cpus;
    this.processes = processes;
    this.busyNanos = new long[settings.cpus()];
  }

  long uptimeNanos() {
    return uptimeNanos;
  }

  synchronized long busyNanos(int cpu) {
    return busyNanos[cpu];
  }

  /** See {@link SimMachine#run}. */
  synchronized int run(int pid, long nanos, CpuMode mode) throws ContainerException {
    checkStep(nanos);
    long then = uptimeNanos + nanos;
    int cpu =
        processes.change(
            pid,
            process -> {
              if (process.state == ProcessState.STOPPED) {
                throw new ContainerException(
                    Errno.EINVAL, Integer.toString(pid), "a stopped process does not run");
              }
              int leastBusy = leastBusy(usable(process));
              charge(process, leastBusy, nanos, mode, then);
              return leastBusy;
            });
    busyNanos[cpu] += nanos;
    uptimeNanos = then;
    return cpu;
  }

  private int leastBusy(IndexSet some) {
    return some.stream()
        .reduce((best, cpu) -> busyNanos[cpu] < busyNanos[best] ? cpu : best)
        .orElseThrow();
  }

  /** See {@link SimMachine#tick}. */
  synchronized void tick(long nanos) throws ContainerException {
    checkStep(nanos);
    var contenders = contenders();
    new Scheduler(busyNanos, contenders).share(uptimeNanos, nanos);
    contenders.forEach(contender -> charge(contender, nanos));
    processes.forEach(process -> waitForIo(process, nanos));
    uptimeNanos += nanos;
  }

  private List<Contender> contenders() {
    return processes.each(this::contender).stream().flatMap(Optional::stream).toList();
  }

  private Optional<Contender> contender(SimProcess process) {
    return process.state == ProcessState.RUNNING
        ? Optional.of(new Contender(process, usable(process)))
        : Optional.empty();
  }

  /** What a process has used before it ended meanwhile is lost with it. */
  private void charge(Contender contender, long spanNanos) {
    var process = contender.process;
    synchronized (process) {
      if (process.hasEnded()) {
        return;
      }
      process.cpuDelayNanos += spanNanos - contender.nanos();
      if (contender.nanos() > 0) {
        charge(
            process,
            contender.lastCpu(),
            contender.nanos(),
            CpuMode.USER,
            contender.lastRanNanos());
      }
    }
  }

  /** Under the process's monitor. */
  private static void waitForIo(SimProcess process, long nanos) {
    if (process.state == ProcessState.BLOCKED) {
      process.ioDelayNanos += nanos;
    }
  }

  /** Under the process's monitor. */
  private void charge(SimProcess process, int cpu, long nanos, CpuMode mode, long nowNanos) {
    if (process.lastCpu < 0) {
      // Memory is given where it is first touched.
      process.memoryNode = settings.nodeOf(cpu);
    }
    process.lastCpu = cpu;
    process.lastRanNanos = nowNanos;
    if (mode == CpuMode.USER) {
      process.userNanos += nanos;
    } else {
      process.systemNanos += nanos;
    }
  }

  /**
   * Where a process can run now. One that has none of its CPUs left runs anywhere until one is
   * back, as the kernel lets it ({@code select_fallback_rq}).
   */
  private IndexSet usable(SimProcess process) {
    var online = cpus.online();
    var own = process.cpus.and(online);
    return own.isEmpty() ? online : own;
  }

  private static void checkStep(long nanos) throws ContainerException {
    if (nanos < 0 || nanos > LONGEST_STEP_NANOS) {
      throw new ContainerException(
          Errno.ERANGE, nanos + " ns", "a step of time is within nothing and one day");
    }
  }
}
