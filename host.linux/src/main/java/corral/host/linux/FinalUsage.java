package corral.host.linux;

import corral.framework.api.CpuUsage;
import corral.host.linux.ffi.Clocks;
import corral.host.linux.ffi.ExitRecord;
import corral.host.linux.ffi.ExitRecords;
import corral.host.linux.ffi.OsException;
import corral.host.linux.ffi.Pollable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The CPU time that processes had used in the end. A process that is ending is asked for it while
 * the kernel still knows it, which is exact but a race against its parent; if that is lost, the
 * kernel's exit record has it nearly as well. For one thread.
 */
final class FinalUsage implements AutoCloseable {
  private final ProcessCpu cpu;
  private final @Nullable ExitRecords records;
  private final String description;
  private final ExitEstimate estimate = new ExitEstimate(Clocks.tickNanos());
  private final Map<Integer, CpuUsage> recorded = new HashMap<>();

  private FinalUsage(ProcessCpu cpu, @Nullable ExitRecords records, String description) {
    this.cpu = cpu;
    this.records = records;
    this.description = description;
  }

  /**
   * Begins to listen for exit records; without them, only processes that the kernel still knows can
   * be asked.
   *
   * @param cpus a list of every CPU that the machine can have
   * @param bufferBytes what the kernel may keep for us
   */
  static FinalUsage open(ProcessCpu cpu, String cpus, int bufferBytes) {
    try {
      return new FinalUsage(
          cpu, ExitRecords.open(cpus, bufferBytes), "final CPU times from its exit records");
    } catch (OsException refused) {
      return new FinalUsage(
          cpu,
          null,
          "final CPU times only of processes that are not waited for at once: "
              + refused.getMessage());
    }
  }

  /** Half a sentence for a person: where the figures come from. */
  String description() {
    return description;
  }

  List<Pollable> sources() {
    return records == null ? List.of() : List.of(records);
  }

  /** Takes in the records that the kernel has sent. */
  void update() throws OsException {
    if (records == null) {
      return;
    }
    for (int received = records.receive(); received != 0; received = records.receive()) {
      records.deliver(this::keep);
    }
  }

  /** A record of all threads together comes after that of the last one, and takes its place. */
  private void keep(ExitRecord record) {
    long measured = Clocks.cpuNanos(record.pid());
    long total = measured == Clocks.NO_PROCESS ? estimate.cpuNanos(record) : measured;
    recorded.put(
        record.pid(), ProcessCpu.split(total, record.userTickNanos(), record.systemTickNanos()));
  }

  /** What a process had used, once. Empty if nobody can tell. */
  Optional<CpuUsage> take(int pid) {
    var usage = recorded.remove(pid);
    return usage == null ? cpu.read(pid) : Optional.of(completed(pid, usage));
  }

  /** If its parent has not waited for it yet, its clock now has the work of ending too. */
  private static CpuUsage completed(int pid, CpuUsage usage) {
    long total = Math.max(usage.totalNanos(), Clocks.cpuNanos(pid));
    return ProcessCpu.split(total, usage.userNanos(), usage.systemNanos());
  }

  /** Drops what was kept of a thread whose process lives on. */
  void drop(int tid) {
    recorded.remove(tid);
  }

  /** What has been recorded of processes and threads, once: after a loss of events. */
  Map<Integer, CpuUsage> takeAll() {
    var all = new HashMap<>(recorded);
    recorded.clear();
    return all;
  }

  @Override
  public void close() {
    if (records != null) {
      records.close();
    }
  }
}
