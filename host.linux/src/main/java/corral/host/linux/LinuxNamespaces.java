package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.NamespaceIds;
import corral.framework.api.host.NamespaceKind;
import corral.framework.api.host.Namespaces;
import corral.framework.api.host.TaskInfo;
import corral.host.linux.ffi.ErrorNumber;
import corral.host.linux.ffi.OsException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The namespaces of processes, as the links in {@code /proc/<pid>/ns} show them; the eight of a
 * process take about 20 µs to read. The kernel does not tell of unshare(2) and setns(2). But a
 * process that calls them mostly begins a program next, as unshare(1) and nsenter(1) do, or forks:
 * so each exec is told. Thread-safe.
 */
@Component(service = {Namespaces.class, LinuxNamespaces.class})
public final class LinuxNamespaces implements Namespaces, ProcessObserver {
  /** Nobody who starts a process is kept waiting for longer by those who watch. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ProcReader proc;
  private final Set<NamespaceKind> kinds = EnumSet.noneOf(NamespaceKind.class);
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private volatile boolean execsAreTold;

  /** The namespaces of the machine's processes, of the kinds that its kernel has. */
  @Activate
  public LinuxNamespaces(@Reference ProcReader proc) {
    this.proc = proc;
    int self = proc.self().pid();
    for (var kind : NamespaceKind.values()) {
      try {
        read(self, kind);
        kinds.add(kind);
      } catch (OsException _) {
        // An older kernel.
      }
    }
  }

  @Override
  public NamespaceIds of(int pid) throws ContainerException {
    Map<NamespaceKind, Long> ids = new EnumMap<>(NamespaceKind.class);
    try {
      for (var kind : kinds) {
        ids.put(kind, read(pid, kind));
      }
    } catch (OsException refused) {
      throw refusal(refused, pid);
    }
    return NamespaceIds.of(ids);
  }

  @Override
  public long of(int pid, NamespaceKind kind) throws ContainerException {
    try {
      return kinds.contains(kind) ? read(pid, kind) : 0;
    } catch (OsException refused) {
      throw refusal(refused, pid);
    }
  }

  /** A process that has ended keeps its directory until it is waited for, but not its links. */
  private static ContainerException refusal(OsException refused, int pid) {
    return refused.errno() == ErrorNumber.ENOENT
        ? new ContainerException(Errno.ESRCH, Integer.toString(pid), null)
        : Refusal.of(refused, pid, null);
  }

  private long read(int pid, NamespaceKind kind) throws OsException {
    var link = proc.link(pid, "ns/" + kind.word());
    return Long.parseLong(link, link.indexOf('[') + 1, link.indexOf(']'), 10);
  }

  @Override
  public String telling() {
    return execsAreTold
        ? "each exec, from the kernel's process connector"
        : "nothing, as the kernel's process connector is not heard";
  }

  @Override
  public boolean tellsAll() {
    return false;
  }

  @Override
  public Watching watch(Watcher watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /** Waits until everybody has taken notice of processes that are in new namespaces. */
  void awaitNotice(List<Integer> pids) {
    var notices =
        watchers.stream()
            .flatMap(watcher -> pids.stream().map(watcher::follow))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(notices).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException unnoticed) {
      // Those who watch say what they could not do.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      List.of(notices).forEach(notice -> notice.cancel(false));
    }
  }

  @Override
  public void listensTo(EventSource source) {
    execsAreTold = source.tellsExecs();
  }

  @Override
  public void executed(int pid) {
    watchers.forEach(watcher -> watcher.changed(pid));
  }

  @Override
  public void forked(int parentPid, int pid, long startTimeNanos) {
    // The framework tells of forks.
  }

  @Override
  public void exited(int pid) {
    // Nothing is kept of a process.
  }

  @Override
  public void repaired(Collection<TaskInfo> live) {
    // What was missed is found by those who look.
  }
}
