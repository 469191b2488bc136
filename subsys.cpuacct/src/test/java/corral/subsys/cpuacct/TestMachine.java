package corral.subsys.cpuacct;

import static java.util.Objects.requireNonNull;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Errno;
import corral.framework.api.host.CpuAccounting;
import corral.framework.api.host.Host;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Launch;
import corral.framework.api.host.Machine;
import corral.framework.api.host.TaskEvents;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A machine whose processes use CPU time when they are told to, a quarter of it in the kernel. */
final class TestMachine implements Host, Machine, CpuAccounting {
  static final Caller ROOT = new Caller(1, 0, 0);

  private record Running(TaskInfo info, AtomicLong usedNanos) {}

  private final Map<Integer, Running> processes = new ConcurrentHashMap<>();
  private final AtomicInteger lastPid = new AtomicInteger(1);
  private @Nullable TaskStream stream;

  TestMachine() {
    add(1, 0);
  }

  void begin(TaskEvents events) throws ContainerException {
    stream = events.open(this, processes.values().stream().map(Running::info).toList());
  }

  int fork(int parentPid) {
    int pid = lastPid.incrementAndGet();
    add(pid, parentPid);
    if (stream != null) {
      stream.fork(parentPid, pid, pid);
    }
    return pid;
  }

  void run(int pid, long nanos) {
    requireNonNull(processes.get(pid)).usedNanos.addAndGet(nanos);
  }

  void exit(int pid) {
    var process = requireNonNull(processes.remove(pid));
    if (stream != null) {
      stream.exit(pid, usage(process));
    }
  }

  @Override
  public CpuUsage usage(int pid) throws ContainerException {
    var process = processes.get(pid);
    if (process == null) {
      throw new ContainerException(Errno.ESRCH);
    }
    return usage(process);
  }

  private static CpuUsage usage(Running process) {
    long nanos = process.usedNanos.get();
    return new CpuUsage(nanos, nanos - nanos / 4, nanos / 4);
  }

  private void add(int pid, int parentPid) {
    var info = new TaskInfo(pid, parentPid, pid, 0, 0, false, "test");
    processes.put(pid, new Running(info, new AtomicLong()));
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public String status() {
    return "";
  }

  @Override
  public Caller self() {
    return ROOT;
  }

  @Override
  public Optional<TaskInfo> look(int pid) {
    return Optional.ofNullable(processes.get(pid)).map(Running::info);
  }

  @Override
  public Map<String, Long> counters() {
    return Map.of();
  }

  @Override
  public Launch launch(LaunchRequest request) throws ContainerException {
    throw new ContainerException(Errno.ENOSYS);
  }

  @Override
  public IndexSet cpus() {
    return IndexSet.of(0);
  }

  @Override
  public IndexSet onlineCpus() {
    return IndexSet.of(0);
  }

  @Override
  public IndexSet memoryNodes() {
    return IndexSet.of(0);
  }

  @Override
  public IndexSet onlineMemoryNodes() {
    return IndexSet.of(0);
  }

  @Override
  public int userHz() {
    return 100;
  }
}
