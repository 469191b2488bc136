package corral.subsys.cpuacct;

import corral.framework.api.Container;
import corral.framework.api.CpuUsage;
import corral.framework.api.SubsystemState;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of one container and of those below it have used ({@code struct cpuacct}). A
 * charge is carried up to the root at once, so that what was used in a container that is removed
 * later stays in those above it. Thread-safe; takes no lock.
 */
final class CpuAccount extends SubsystemState {
  private final @Nullable CpuAccount parent;
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
  }

  boolean isRoot() {
    return parent == null;
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

  /** Begins an interval. */
  void beginLoad() {
    sampledNanos = totalNanos.sum();
    loadPercent = 0;
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
