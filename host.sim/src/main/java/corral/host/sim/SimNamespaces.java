package corral.host.sim;

import static java.util.stream.Collectors.toMap;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.NamespaceIds;
import corral.framework.api.host.NamespaceKind;
import corral.framework.api.host.Namespaces;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The namespaces of a simulated machine's processes. Every change is told, and when the call that
 * makes it returns everybody has taken notice; but for one that is made quietly, as on a live
 * machine. The call must be none of a watcher's. Thread-safe.
 */
@Component(
    enabled = false,
    service = {SimNamespaces.class, Namespaces.class})
public final class SimNamespaces implements Namespaces {
  /** Of these a process does not get other ones itself, but the children that it forks then. */
  private static final Set<NamespaceKind> FOR_CHILDREN =
      EnumSet.of(NamespaceKind.PID, NamespaceKind.TIME);

  /** The first number after those of a machine that was just started, as on Linux. */
  private static final long FIRST_NEW = 4_026_532_000L;

  private static final List<NamespaceKind> KINDS = List.of(NamespaceKind.values());

  /** The namespaces of a machine that was just started. */
  static final NamespaceIds INITIAL =
      NamespaceIds.of(
          KINDS.stream()
              .collect(
                  toMap(kind -> kind, kind -> FIRST_NEW - KINDS.size() + KINDS.indexOf(kind))));

  private final SimMachine machine;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final AtomicLong nextId = new AtomicLong(FIRST_NEW);

  /** The namespaces of a machine's processes, which are in the same at first. */
  @Activate
  public SimNamespaces(@Reference SimMachine machine) {
    this.machine = machine;
  }

  @Override
  public NamespaceIds of(int pid) throws ContainerException {
    machine.faults().check(Faults.Operation.NAMESPACES, pid);
    return machine.with(pid, process -> process.namespaces);
  }

  @Override
  public String telling() {
    return "each change";
  }

  @Override
  public boolean tellsAll() {
    return true;
  }

  @Override
  public Watching watch(Watcher watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /**
   * Gives a process new namespaces ({@code unshare}); of process ids and clocks its next children.
   *
   * @throws ContainerException ESRCH if it is gone, EINVAL if no kind is named
   */
  public void unshare(int pid, Collection<NamespaceKind> kinds) throws ContainerException {
    unshareQuietly(pid, kinds);
    tell(pid);
  }

  /** As {@link #unshare}, but nobody is told. */
  public void unshareQuietly(int pid, Collection<NamespaceKind> kinds) throws ContainerException {
    requireSome(kinds);
    machine.with(
        pid,
        process -> {
          for (var kind : kinds) {
            process.put(kind, nextId.getAndIncrement(), !FOR_CHILDREN.contains(kind));
          }
          return process;
        });
  }

  /**
   * Forks a child that is in new namespaces from its beginning ({@code clone}).
   *
   * @return its process id
   * @throws ContainerException as {@link SimMachine#fork}; EINVAL if no kind is named
   */
  public int clone(int parentPid, Collection<NamespaceKind> kinds) throws ContainerException {
    requireSome(kinds);
    int pid =
        machine.fork(
            parentPid,
            child -> kinds.forEach(kind -> child.put(kind, nextId.getAndIncrement(), true)));
    tell(pid);
    return pid;
  }

  /**
   * Puts a process into namespaces of another ({@code setns}); of process ids and clocks its next
   * children.
   *
   * @throws ContainerException ESRCH if one of them is gone, EINVAL if no kind is named
   */
  public void enter(int pid, int otherPid, Collection<NamespaceKind> kinds)
      throws ContainerException {
    requireSome(kinds);
    var others = of(otherPid);
    machine.with(
        pid,
        process -> {
          for (var kind : kinds) {
            process.put(kind, others.id(kind), !FOR_CHILDREN.contains(kind));
          }
          return process;
        });
    tell(pid);
  }

  private static void requireSome(Collection<NamespaceKind> kinds) throws ContainerException {
    if (kinds.isEmpty()) {
      throw new ContainerException(Errno.EINVAL, "no kind of namespaces is named");
    }
  }

  private void tell(int pid) {
    CompletableFuture.allOf(
            watchers.stream()
                .map(watcher -> watcher.follow(pid))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }
}
