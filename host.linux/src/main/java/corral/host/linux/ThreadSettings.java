package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.TaskInfo;
import corral.host.linux.ffi.Clocks;
import corral.host.linux.ffi.ErrorNumber;
import corral.host.linux.ffi.OsException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sets something that every thread of a process has of its own and hands down to its children, and
 * knows what each had before. Settings and releases exclude each other; what is heard of forks and
 * exits waits for nobody. Thread-safe.
 *
 * @param <V> the type of a value, compared by {@code equals}
 */
abstract class ThreadSettings<V> implements ProcessObserver {
  private static final Logger LOG = System.getLogger(ThreadSettings.class.getName());

  private final Map<Integer, ThreadSetting<V>> settings = new ConcurrentHashMap<>();
  private final ProcReader proc;
  private final String participle;

  /**
   * The processes of a machine, none of them set.
   *
   * @param participle what a process is that could not be released, such as {@code pinned}
   */
  ThreadSettings(ProcReader proc, String participle) {
    this.proc = proc;
    this.participle = participle;
  }

  /** What a thread has now. */
  abstract V get(int tid) throws OsException;

  /** Gives a value to a thread. */
  abstract void set(int tid, V value) throws OsException;

  /**
   * Sets every thread of a process, also those that it makes meanwhile.
   *
   * @throws ContainerException ESRCH if it is gone, or what the kernel refuses with; then nothing
   *     has changed
   */
  final synchronized void setAll(int pid, V wanted) throws ContainerException {
    long startNanos = startNanos(pid);
    var earlier = settings.get(pid);
    var inForce = inForce(earlier, startNanos);
    Map<Integer, V> replaced = new HashMap<>();
    try {
      var setting =
          inForce == null ? new ThreadSetting<>(startNanos, get(pid), wanted) : inForce.to(wanted);
      // Noted before it takes effect, so that a child forked from now on finds it.
      settings.put(pid, setting);
      var unset = inForce == null ? setting.before() : inForce.now();
      setThreads(pid, _ -> wanted, unset, replaced);
      if (inForce == null) {
        var others = new HashMap<>(replaced);
        others.values().removeIf(setting.before()::equals);
        settings.computeIfPresent(pid, (_, noted) -> noted.withOthers(others));
      }
    } catch (OsException refused) {
      restore(pid, earlier, replaced);
      throw Refusal.of(refused, pid, null);
    }
    if (replaced.isEmpty()) {
      settings.remove(pid);
      throw noProcess(pid);
    }
  }

  private @Nullable ThreadSetting<V> inForce(@Nullable ThreadSetting<V> earlier, long startNanos) {
    return earlier == null || earlier.isReleased() || !earlier.isOf(startNanos) ? null : earlier;
  }

  private long startNanos(int pid) throws ContainerException {
    return proc.lifeStartNanos(pid).orElseThrow(() -> noProcess(pid));
  }

  private static ContainerException noProcess(int pid) {
    return new ContainerException(Errno.ESRCH, Integer.toString(pid), null);
  }

  /**
   * Sets every thread. A thread that one not yet set makes meanwhile is found in the next pass;
   * when a pass finds none that this changes, all are set, and those they make will be.
   *
   * @param unset what a thread would have that was made by one that is set already
   * @param replaced takes what each thread had, or would have
   */
  private void setThreads(int pid, IntFunction<V> value, V unset, Map<Integer, V> replaced)
      throws OsException {
    boolean isFirst = true;
    boolean isComplete = false;
    while (!isComplete) {
      isComplete = true;
      for (int tid : proc.threads(pid)) {
        if (replaced.containsKey(tid)) {
          continue;
        }
        if (setThread(tid, value.apply(tid), replaced)) {
          isComplete = false;
        } else if (!isFirst) {
          replaced.computeIfPresent(tid, (_, _) -> unset);
        }
      }
      isFirst = false;
    }
  }

  /** Sets a thread; true if that has changed it. */
  private boolean setThread(int tid, V value, Map<Integer, V> replaced) throws OsException {
    try {
      var before = get(tid);
      set(tid, value);
      replaced.put(tid, before);
      // The kernel may give less than is wanted, which is inherited too.
      return !before.equals(value) && !before.equals(get(tid));
    } catch (OsException refused) {
      if (refused.errno() == ErrorNumber.ESRCH) {
        return false;
      }
      throw refused;
    }
  }

  /** Undoes what was refused. */
  private void restore(int pid, @Nullable ThreadSetting<V> earlier, Map<Integer, V> replaced) {
    if (earlier == null) {
      settings.remove(pid);
    } else {
      settings.put(pid, earlier);
    }
    replaced.forEach(
        (tid, value) -> {
          try {
            set(tid, value);
          } catch (OsException refused) {
            stays("Thread", tid, refused);
          }
        });
  }

  private void stays(String what, int id, OsException refused) {
    LOG.log(
        Level.WARNING, "%s %d stays %s: %s".formatted(what, id, participle, refused.getMessage()));
  }

  /** What is released is remembered until the end, for children whose fork is told too late. */
  public synchronized void release(int pid) {
    var setting = settings.get(pid);
    if (setting != null && !setting.isReleased()) {
      settings.computeIfPresent(pid, (_, noted) -> noted.released(Clocks.bootNanos()));
      giveBack(pid, setting);
    }
  }

  private void giveBack(int pid, ThreadSetting<V> setting) {
    if (proc.stat(pid).map(proc::startTimeNanos).filter(setting::isOf).isEmpty()) {
      return;
    }
    try {
      setThreads(pid, setting::before, setting.now(), new HashMap<>());
    } catch (OsException refused) {
      stays("Process", pid, refused);
    }
  }

  @Override
  public void forked(int parentPid, int pid, long startTimeNanos) {
    var parents = settings.get(parentPid);
    if (parents == null || !parents.mayHaveBound(startTimeNanos)) {
      return;
    }
    var setting =
        settings.compute(
            pid,
            (_, own) ->
                own != null && own.isOf(startTimeNanos)
                    ? own.bornUnder(parents)
                    : parents.inherited(startTimeNanos));
    if (setting.isReleased() && isSetLike(pid, setting)) {
      giveBack(pid, setting);
    }
  }

  private boolean isSetLike(int pid, ThreadSetting<V> setting) {
    try {
      return get(pid).equals(setting.now());
    } catch (OsException gone) {
      return false;
    }
  }

  @Override
  public void exited(int pid) {
    settings.remove(pid);
  }

  /** Children that were missed are set if they have what their parent was set to. */
  @Override
  public void repaired(Collection<TaskInfo> live) {
    Map<Integer, ThreadSetting<V>> kept = new HashMap<>();
    var oldestFirst = new ArrayList<>(live);
    oldestFirst.sort(Comparator.comparingLong(TaskInfo::startTimeNanos));
    for (var task : oldestFirst) {
      var setting = settings.get(task.pid());
      var parents = kept.get(task.parentPid());
      if (setting != null && setting.isOf(task.startTimeNanos())) {
        kept.put(task.pid(), setting);
      } else if (parents != null && isSetLike(task.pid(), parents)) {
        forked(task.parentPid(), task.pid(), task.startTimeNanos());
        kept.put(task.pid(), parents);
      }
    }
    settings
        .entrySet()
        .removeIf(s -> !kept.containsKey(s.getKey()) && !lives(s.getKey(), s.getValue()));
  }

  /** One that was set after the processes were listed may not be among them. */
  private boolean lives(int pid, ThreadSetting<V> setting) {
    var start = proc.lifeStartNanos(pid);
    return start.isPresent() && setting.isOf(start.getAsLong());
  }

  /** Leaves every process as it was before. */
  public synchronized void releaseAll() {
    settings.keySet().forEach(this::release);
    settings.clear();
  }
}
