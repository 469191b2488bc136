package corral.subsys.cpuacct;

import corral.framework.api.Container;
import corral.framework.api.CpuUsage;
import corral.framework.api.SubsystemState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of one container and of those below it have used ({@code struct cpuacct}). A
 * charge is carried up to the root at once, so that what was used in a container that is removed
 * later stays in those above it. Thread-safe; charges and reads of the counters take no lock.
 *
 * <p>What live tasks have used since they were last charged has to be asked for. So that nobody
 * looks for tasks where there are none, each account knows which of those directly below it lead to
 * some: an account is put there when a task comes, and taken out when a reader finds nobody.
 */
final class CpuAccount extends SubsystemState {
  private final @Nullable CpuAccount parent;

  /** Guards who is occupied, in the whole tree: the root, so that there is one order. */
  private final CpuAccount tree;

  /** Those directly below in which, or below which, there may be tasks. Guarded by the tree. */
  private final Set<CpuAccount> occupied = new LinkedHashSet<>(0);

  /** Whether this is among its parent's, and so on up. Written under the tree's monitor. */
  private volatile boolean isOccupied;

  private final LongAdder totalNanos = new LongAdder();
  private final LongAdder userNanos = new LongAdder();
  private final LongAdder systemNanos = new LongAdder();

  /** What had been charged when the counters were last reset. Written under the management lock. */
  private volatile CpuUsage beforeReset = CpuUsage.NONE;

  /** The whole charge when the running interval began. For the sampler's thread only. */
  private long sampledNanos;

  private volatile long loadPercent;

  CpuAccount(Container container, @Nullable CpuAccount parent) {
    super(container);
    this.parent = parent;
    this.tree = parent == null ? this : parent.tree;
  }

  boolean isRoot() {
    return parent == null;
  }

  /** A task has come: it is counted in the container already. */
  void occupy() {
    if (!isOccupied) {
      synchronized (tree) {
        link();
      }
    }
  }

  /** From the root down, so that whoever is occupied is found from above. */
  private void link() {
    if (!isOccupied) {
      isOccupied = true;
      if (parent != null) {
        parent.link();
        parent.occupied.add(this);
      }
    }
  }

  /** Calls for this account and for each below that has tasks, and perhaps for some without. */
  void forEachOccupied(Consumer<CpuAccount> action) {
    action.accept(this);
    for (var account : occupied()) {
      account.forEachOccupied(action);
      account.vacate();
    }
  }

  private List<CpuAccount> occupied() {
    synchronized (tree) {
      return List.copyOf(occupied);
    }
  }

  /** Takes this out if nobody is here. */
  void vacate() {
    synchronized (tree) {
      if (parent == null || !occupied.isEmpty() || hasTasks()) {
        return;
      }
      isOccupied = false;
      parent.occupied.remove(this);
      // One that came in between has either been seen here, or sees that it has to link.
      if (hasTasks()) {
        link();
      }
    }
  }

  private boolean hasTasks() {
    return container().taskCount() > 0;
  }

  /** Adds what was used here, and in all containers above. */
  void charge(CpuUsage used) {
    for (var account = this; account != null; account = account.parent) {
      account.add(used);
    }
  }

  /** Goes on from what an earlier account of this container had. */
  void carryOver(CpuUsage earlier) {
    add(earlier);
  }

  /** What was charged since the last reset. */
  CpuUsage usage() {
    return charged().since(beforeReset);
  }

  void reset() {
    beforeReset = charged();
  }

  /** CPU time used in the last interval, in percent of one CPU. */
  long loadPercent() {
    return loadPercent;
  }

  /** Ends an interval. */
  void sampleLoad(long intervalNanos) {
    long now = totalNanos.sum();
    loadPercent = Math.round(100.0 * (now - sampledNanos) / intervalNanos);
    sampledNanos = now;
  }

  /** Begins an interval; until it ends, the load is that of the one before. */
  void beginLoad() {
    sampledNanos = totalNanos.sum();
  }

  private CpuUsage charged() {
    return new CpuUsage(totalNanos.sum(), userNanos.sum(), systemNanos.sum());
  }

  private void add(CpuUsage used) {
    totalNanos.add(used.totalNanos());
    userNanos.add(used.userNanos());
    systemNanos.add(used.systemNanos());
  }
}
