package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.CpuAffinity;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.TaskInfo;
import corral.host.linux.ffi.Affinity;
import corral.host.linux.ffi.Clocks;
import corral.host.linux.ffi.ErrorNumber;
import corral.host.linux.ffi.OsException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Pins processes to CPUs, thread by thread, and knows what each had before. Pins and releases
 * exclude each other; what is heard of forks and exits waits for nobody. Thread-safe.
 */
@Component(service = {CpuAffinity.class, PinnedProcesses.class})
public final class PinnedProcesses implements CpuAffinity, ProcessObserver {
  private static final Logger LOG = System.getLogger(PinnedProcesses.class.getName());

  private final Map<Integer, Pin> pins = new ConcurrentHashMap<>();
  private final ProcReader proc;

  /** The processes of a machine, none of them pinned. */
  @Activate
  public PinnedProcesses(@Reference ProcReader proc) {
    this.proc = proc;
  }

  @Override
  public synchronized void pin(int pid, IndexSet cpus) throws ContainerException {
    var wanted = new BitSet();
    cpus.stream().forEach(wanted::set);
    long startNanos = startNanos(pid);
    var earlier = pins.get(pid);
    var inForce = inForce(earlier, startNanos);
    Map<Integer, BitSet> replaced = new HashMap<>();
    try {
      var pin =
          inForce == null ? new Pin(startNanos, Affinity.get(pid), wanted) : inForce.to(wanted);
      // Noted before it takes effect, so that a child forked from now on finds it.
      pins.put(pid, pin);
      confine(pid, _ -> wanted, replaced);
      if (inForce == null) {
        var others = new HashMap<>(replaced);
        others.values().removeIf(pin.before()::equals);
        pins.computeIfPresent(pid, (_, noted) -> noted.withOthers(others));
      }
    } catch (OsException refused) {
      restore(pid, earlier, replaced);
      throw Refusal.of(refused, pid, null);
    }
    if (replaced.isEmpty()) {
      pins.remove(pid);
      throw noProcess(pid);
    }
  }

  private static @Nullable Pin inForce(@Nullable Pin earlier, long startNanos) {
    return earlier == null || earlier.isReleased() || !earlier.isOf(startNanos) ? null : earlier;
  }

  private long startNanos(int pid) throws ContainerException {
    return proc.stat(pid)
        .filter(stat -> !stat.ended())
        .map(proc::startTimeNanos)
        .orElseThrow(() -> noProcess(pid));
  }

  private static ContainerException noProcess(int pid) {
    return new ContainerException(Errno.ESRCH, Integer.toString(pid), null);
  }

  /**
   * Confines every thread. A thread that one not yet confined makes meanwhile is found in the next
   * pass; when a pass finds none, all are confined, and those they make will be.
   *
   * @param replaced takes what each thread had
   */
  private void confine(int pid, IntFunction<BitSet> cpus, Map<Integer, BitSet> replaced)
      throws OsException {
    boolean isComplete;
    do {
      isComplete = true;
      for (int tid : proc.threads(pid)) {
        if (!replaced.containsKey(tid) && confineThread(tid, cpus.apply(tid), replaced)) {
          isComplete = false;
        }
      }
    } while (!isComplete);
  }

  private static boolean confineThread(int tid, BitSet cpus, Map<Integer, BitSet> replaced)
      throws OsException {
    try {
      var before = Affinity.get(tid);
      Affinity.set(tid, cpus);
      replaced.put(tid, before);
      return true;
    } catch (OsException refused) {
      if (refused.errno() == ErrorNumber.ESRCH) {
        return false;
      }
      throw refused;
    }
  }

  /** Undoes a pin that was refused. */
  private void restore(int pid, @Nullable Pin earlier, Map<Integer, BitSet> replaced) {
    if (earlier == null) {
      pins.remove(pid);
    } else {
      pins.put(pid, earlier);
    }
    replaced.forEach(
        (tid, cpus) -> {
          try {
            Affinity.set(tid, cpus);
          } catch (OsException refused) {
            LOG.log(Level.WARNING, "Thread {0} stays pinned: {1}", tid, refused.getMessage());
          }
        });
  }

  /** What is released is remembered until the end, for children whose fork is told too late. */
  @Override
  public synchronized void release(int pid) {
    var pin = pins.get(pid);
    if (pin != null && !pin.isReleased()) {
      pins.computeIfPresent(pid, (_, noted) -> noted.released(Clocks.bootNanos()));
      giveBack(pid, pin);
    }
  }

  private void giveBack(int pid, Pin pin) {
    if (proc.stat(pid).map(proc::startTimeNanos).filter(pin::isOf).isEmpty()) {
      return;
    }
    try {
      confine(pid, pin::before, new HashMap<>());
    } catch (OsException refused) {
      LOG.log(Level.WARNING, "Process {0} stays pinned: {1}", pid, refused.getMessage());
    }
  }

  @Override
  public void forked(int parentPid, int pid, long startTimeNanos) {
    var parents = pins.get(parentPid);
    if (parents == null || !parents.mayHaveBound(startTimeNanos)) {
      return;
    }
    var pin =
        pins.compute(
            pid,
            (_, own) ->
                own != null && own.isOf(startTimeNanos)
                    ? own.bornUnder(parents)
                    : parents.inherited(startTimeNanos));
    if (pin.isReleased() && isBound(pid, pin)) {
      giveBack(pid, pin);
    }
  }

  private static boolean isBound(int pid, Pin pin) {
    try {
      return Affinity.get(pid).equals(pin.now());
    } catch (OsException gone) {
      return false;
    }
  }

  @Override
  public void exited(int pid) {
    pins.remove(pid);
  }

  /** Children that were missed are pinned if they have what their parent was pinned to. */
  @Override
  public void repaired(Collection<TaskInfo> live) {
    Map<Integer, Pin> kept = new HashMap<>();
    var oldestFirst = new ArrayList<>(live);
    oldestFirst.sort(Comparator.comparingLong(TaskInfo::startTimeNanos));
    for (var task : oldestFirst) {
      var pin = pins.get(task.pid());
      var parents = kept.get(task.parentPid());
      if (pin != null && pin.isOf(task.startTimeNanos())) {
        kept.put(task.pid(), pin);
      } else if (parents != null && isBound(task.pid(), parents)) {
        forked(task.parentPid(), task.pid(), task.startTimeNanos());
        kept.put(task.pid(), parents);
      }
    }
    pins.entrySet()
        .removeIf(p -> !kept.containsKey(p.getKey()) && !lives(p.getKey(), p.getValue()));
  }

  /** One that was pinned after the processes were listed may not be among them. */
  private boolean lives(int pid, Pin pin) {
    var start = proc.lifeStartNanos(pid);
    return start.isPresent() && pin.isOf(start.getAsLong());
  }

  /** Leaves every process as it was before. */
  @Deactivate
  public synchronized void releaseAll() {
    pins.keySet().forEach(this::release);
    pins.clear();
  }
}
