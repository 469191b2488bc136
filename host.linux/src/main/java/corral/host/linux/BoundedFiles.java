package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.OpenFiles;
import corral.framework.api.host.TaskInfo;
import corral.host.linux.ffi.Clocks;
import corral.host.linux.ffi.ErrorNumber;
import corral.host.linux.ffi.FileLimit;
import corral.host.linux.ffi.OsException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Counts the open files of processes, bounds them by RLIMIT_NOFILE, and knows what each process was
 * allowed before. Bounds and releases exclude each other; what is heard of forks and exits waits
 * for nobody. Thread-safe.
 *
 * <p>The kernel's limit is one of the descriptors' numbers, of which a process is given the lowest
 * that is free. So the bound on how many there are becomes the number before which there are as
 * many free ones as may still be opened. With CAP_SYS_RESOURCE the hard limit is set too, or the
 * process could raise its soft one by itself; without it we could not give the hard one back.
 */
@Component(service = {OpenFiles.class, BoundedFiles.class})
public final class BoundedFiles implements OpenFiles, ProcessObserver {
  private static final Logger LOG = System.getLogger(BoundedFiles.class.getName());
  private static final int CAP_SYS_RESOURCE = 24;

  private final Map<Integer, FileBound> bounds = new ConcurrentHashMap<>();
  private final ProcReader proc;
  private final boolean mayRaiseHardLimits;

  /** The processes of a machine, none of them bounded. */
  @Activate
  public BoundedFiles(@Reference ProcReader proc) {
    this.proc = proc;
    this.mayRaiseHardLimits = proc.isCapable(CAP_SYS_RESOURCE);
  }

  @Override
  public int count(int pid) throws ContainerException {
    try {
      return proc.openFiles(pid);
    } catch (OsException refused) {
      throw refusal(refused, pid);
    }
  }

  @Override
  public synchronized int bound(int pid, long most) throws ContainerException {
    long startNanos = proc.lifeStartNanos(pid).orElseThrow(() -> noProcess(pid));
    var earlier = bounds.get(pid);
    try {
      var bound =
          earlier == null || earlier.isReleased() || !earlier.isOf(startNanos)
              ? new FileBound(startNanos, FileLimit.get(pid))
              : earlier;
      var limit = lowered(bound.before(), firstForbidden(proc.descriptors(pid), most));
      // Noted before it takes effect, so that a child forked from now on finds it.
      bounds.put(pid, bound);
      limit.set(pid);
      return proc.openFiles(pid);
    } catch (OsException refused) {
      putBack(pid, earlier);
      throw refusal(refused, pid);
    }
  }

  private void putBack(int pid, @Nullable FileBound earlier) {
    if (earlier == null) {
      bounds.remove(pid);
    } else {
      bounds.put(pid, earlier);
    }
  }

  /**
   * The lowest number that must not be given to a descriptor.
   *
   * @param descriptors the numbers in use, ascending
   * @param most how many there may be
   */
  static long firstForbidden(int[] descriptors, long most) {
    long number = Math.max(0, most - descriptors.length);
    for (int used : descriptors) {
      if (used > number) {
        break;
      }
      number++;
    }
    return number;
  }

  private FileLimit lowered(FileLimit own, long number) {
    return new FileLimit(
        lesser(own.soft(), number), mayRaiseHardLimits ? lesser(own.hard(), number) : own.hard());
  }

  /** Unlimited is the greatest number without a sign. */
  private static long lesser(long a, long b) {
    return Long.compareUnsigned(a, b) < 0 ? a : b;
  }

  /** What is released is remembered until the end, for children whose fork is told too late. */
  @Override
  public synchronized void release(int pid) {
    var bound = bounds.get(pid);
    if (bound != null && !bound.isReleased()) {
      bounds.computeIfPresent(pid, (_, noted) -> noted.released(Clocks.bootNanos()));
      giveBack(pid, bound);
    }
  }

  private void giveBack(int pid, FileBound bound) {
    if (proc.stat(pid).map(proc::startTimeNanos).filter(bound::isOf).isEmpty()) {
      return;
    }
    try {
      bound.before().set(pid);
    } catch (OsException refused) {
      if (refused.errno() != ErrorNumber.ESRCH) {
        LOG.log(
            Level.WARNING, "Process {0,number,#} stays bounded: {1}", pid, refused.getMessage());
      }
    }
  }

  @Override
  public void forked(int parentPid, int pid, long startTimeNanos) {
    var parents = bounds.get(parentPid);
    if (parents == null || !parents.mayHaveBound(startTimeNanos)) {
      return;
    }
    var bound =
        bounds.compute(
            pid,
            (_, own) ->
                own != null && own.isOf(startTimeNanos)
                    ? own.bornUnder(parents)
                    : parents.inherited(startTimeNanos));
    if (bound.isReleased()) {
      giveBack(pid, bound);
    }
  }

  /** Bounds change all the time, so that of a child need not be the one its parent has now. */
  private static boolean isBoundLike(int pid, FileBound parents) {
    try {
      return Long.compareUnsigned(FileLimit.get(pid).soft(), parents.before().soft()) < 0;
    } catch (OsException gone) {
      return false;
    }
  }

  @Override
  public void exited(int pid) {
    bounds.remove(pid);
  }

  /** Children that were missed are bounded if they have less than their parent had before. */
  @Override
  public void repaired(Collection<TaskInfo> live) {
    Map<Integer, FileBound> kept = new HashMap<>();
    var oldestFirst = new ArrayList<>(live);
    oldestFirst.sort(Comparator.comparingLong(TaskInfo::startTimeNanos));
    for (var task : oldestFirst) {
      var bound = bounds.get(task.pid());
      var parents = kept.get(task.parentPid());
      if (bound != null && bound.isOf(task.startTimeNanos())) {
        kept.put(task.pid(), bound);
      } else if (parents != null && isBoundLike(task.pid(), parents)) {
        forked(task.parentPid(), task.pid(), task.startTimeNanos());
        kept.put(task.pid(), parents);
      }
    }
    bounds
        .entrySet()
        .removeIf(b -> !kept.containsKey(b.getKey()) && !lives(b.getKey(), b.getValue()));
  }

  /** One that was bounded after the processes were listed may not be among them. */
  private boolean lives(int pid, FileBound bound) {
    var start = proc.lifeStartNanos(pid);
    return start.isPresent() && bound.isOf(start.getAsLong());
  }

  /** Leaves every process as it was before. */
  @Deactivate
  public synchronized void releaseAll() {
    bounds.keySet().forEach(this::release);
    bounds.clear();
  }

  private static ContainerException refusal(OsException refused, int pid) {
    return refused.errno() == ErrorNumber.ENOENT ? noProcess(pid) : Refusal.of(refused, pid, null);
  }

  private static ContainerException noProcess(int pid) {
    return new ContainerException(Errno.ESRCH, Integer.toString(pid), null);
  }
}
