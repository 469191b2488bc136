package corral.host.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import corral.framework.api.Caller;
import corral.framework.api.host.TaskInfo;
import corral.host.linux.ffi.Clocks;
import corral.host.linux.ffi.ErrorNumber;
import corral.host.linux.ffi.OsException;
import corral.host.linux.ffi.ProcFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Reads {@code /proc}. A process that ends while it is read is one that there is not; a failure to
 * read, as for want of file descriptors, is an {@link UncheckedIOException}. Thread-safe.
 */
@Component(service = ProcReader.class)
public final class ProcReader implements AutoCloseable {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final ProcFiles files = new ProcFiles();
  private final long nanosPerTick = NANOS_PER_SECOND / Clocks.userHz();

  /** Every process, in ascending order of its id. */
  int[] pids() throws OsException {
    return files.numbers("/proc");
  }

  /** The threads of a process, in ascending order of their ids; none if it is gone. */
  int[] threads(int pid) {
    try {
      return files.numbers("/proc/" + pid + "/task");
    } catch (OsException refused) {
      requireAbsence(refused);
      return new int[0];
    }
  }

  /**
   * How many descriptors a process has open, as the size of their directory (Linux 6.2) or by
   * counting.
   *
   * @throws OsException ENOENT or ESRCH if it is gone, EACCES if it may not be looked at
   */
  int openFiles(int pid) throws OsException {
    var directory = Path.of("/proc/" + pid + "/fd");
    try {
      int size = (int) Files.size(directory);
      return size > 0 ? size : descriptors(pid).length;
    } catch (OsException refused) {
      throw refused;
    } catch (IOException refused) {
      return descriptors(pid).length;
    }
  }

  /**
   * The numbers of a process's descriptors, ascending.
   *
   * @throws OsException ENOENT or ESRCH if it is gone, EACCES if it may not be looked at
   */
  int[] descriptors(int pid) throws OsException {
    return files.numbers("/proc/" + pid + "/fd");
  }

  /**
   * What one of the symbolic links of a process says.
   *
   * @throws OsException ENOENT or ESRCH if it is gone, EACCES if it may not be looked at
   */
  String link(int pid, String file) throws OsException {
    return files.link("/proc/" + pid + "/" + file);
  }

  /** One of the small text files of a process; empty if it is gone. */
  Optional<String> text(int pid, String file) {
    return read("/proc/" + pid + "/" + file).map(content -> new String(content, UTF_8));
  }

  /** What a process does, and how many threads it has; empty if it is gone. */
  Optional<StateLine> state(int pid) {
    return read("/proc/" + pid + "/stat").map(StateLine::parse);
  }

  /** What one thread of a process does; empty if it is gone. */
  Optional<StateLine> state(int pid, int tid) {
    return read("/proc/" + pid + "/task/" + tid + "/stat").map(StateLine::parse);
  }

  /** Whether the kernel counts for new tasks how long they wait for I/O and the like. */
  boolean accountsDelays() {
    return read("/proc/sys/kernel/task_delayacct")
        .filter(content -> content.length > 0 && content[0] == '1')
        .isPresent();
  }

  /** The id of the thread that calls. */
  int ownThread() {
    return read("/proc/thread-self/stat").map(ProcStat::parse).orElseThrow().pid();
  }

  /** When a process started that has not ended, in nanoseconds since boot. */
  OptionalLong lifeStartNanos(int pid) {
    return stat(pid)
        .filter(stat -> !stat.ended())
        .map(stat -> OptionalLong.of(startTimeNanos(stat)))
        .orElse(OptionalLong.empty());
  }

  /** Whether this process has a capability in effect. */
  boolean isCapable(int capability) {
    return status("self").orElseThrow().isCapable(capability);
  }

  Optional<ProcStat> stat(int pid) {
    return read("/proc/" + pid + "/stat").map(ProcStat::parse);
  }

  private Optional<ProcStatus> status(String process) {
    return read("/proc/" + process + "/status").map(ProcStatus::parse);
  }

  private Optional<byte[]> read(String file) {
    try {
      return Optional.of(files.read(file));
    } catch (OsException refused) {
      requireAbsence(refused);
      return Optional.empty();
    }
  }

  /** A process that may not be seen is as good as none; one that cannot be read now is there. */
  private static void requireAbsence(OsException refused) {
    switch (refused.errno()) {
      case ErrorNumber.ENOENT, ErrorNumber.ESRCH, ErrorNumber.EACCES, ErrorNumber.EPERM -> {}
      default -> throw new UncheckedIOException(refused);
    }
  }

  /** When a process started, in nanoseconds since the machine's boot. */
  long startTimeNanos(ProcStat stat) {
    return nanos(stat.startTicks());
  }

  /** A time that is told in USER_HZ. */
  long nanos(long ticks) {
    return ticks * nanosPerTick;
  }

  /** Whether a process has a thread that has not ended. */
  boolean lives(int pid) {
    return stat(pid).filter(stat -> !stat.ended()).isPresent();
  }

  Optional<TaskInfo> look(int pid) {
    return stat(pid).flatMap(this::identify);
  }

  /** Empty for a thread that does not lead its process: /proc shows it, though it lists it not. */
  private Optional<TaskInfo> identify(ProcStat stat) {
    return status(Integer.toString(stat.pid()))
        .filter(status -> status.pid() == stat.pid())
        .map(
            status ->
                new TaskInfo(
                    stat.pid(),
                    stat.parentPid(),
                    startTimeNanos(stat),
                    status.uid(),
                    status.savedUid(),
                    stat.ended(),
                    stat.command()));
  }

  /** The process that a thread belongs to; 0 if there is no such thread. */
  int processOf(int thread) {
    return status(Integer.toString(thread)).map(ProcStatus::pid).orElse(0);
  }

  /** This process. */
  Caller self() {
    var status = status("self").orElseThrow();
    return new Caller(status.pid(), status.effectiveUid(), status.effectiveGid());
  }

  Census census() throws OsException {
    var live = new ArrayList<TaskInfo>();
    Map<Integer, Set<Integer>> extraThreads = new HashMap<>();
    for (int pid : pids()) {
      var stat = stat(pid).filter(found -> !found.ended());
      stat.flatMap(this::identify).ifPresent(live::add);
      if (stat.filter(found -> found.threads() > 1).isPresent()) {
        extraThreads.put(pid, extraThreads(pid));
      }
    }
    return new Census(live, extraThreads);
  }

  private Set<Integer> extraThreads(int pid) {
    var extra = new HashSet<Integer>();
    for (int tid : threads(pid)) {
      if (tid != pid) {
        extra.add(tid);
      }
    }
    return extra;
  }

  @Deactivate
  @Override
  public void close() {
    files.close();
  }
}
