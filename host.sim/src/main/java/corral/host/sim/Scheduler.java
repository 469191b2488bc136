package corral.host.sim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Shares the CPUs among the processes that want to run, by weight, each on CPUs that it may use.
 *
 * <p>A span of time is cut into slices. In each, those who have had least so far get a CPU, as long
 * as there is one for them; who has one already makes room if it can run elsewhere. So no CPU is
 * idle while somebody waits who could use it, and the shares come out as those of an ideal
 * scheduler (weighted max-min fairness) but for a slice or two. Belongs to one thread.
 */
final class Scheduler {
  /** How finely a span is cut: shares are exact to a thousandth of it. */
  private static final int SLICES = 1000;

  /** Those who wait, by the CPUs that they may use: if there is none for one, there is for none. */
  private final Map<BitSet, PriorityQueue<Contender>> queues = new LinkedHashMap<>();

  /** Who runs in this slice, by CPU. */
  private final @Nullable Contender[] running;

  /** The CPUs where nobody runs in this slice yet. */
  private final BitSet idle;

  private final long[] busyNanos;

  /**
   * Begins.
   *
   * @param busyNanos counts for each CPU how long somebody runs on it
   */
  Scheduler(long[] busyNanos, Collection<Contender> contenders) {
    this.busyNanos = busyNanos;
    this.running = new @Nullable Contender[busyNanos.length];
    this.idle = new BitSet(busyNanos.length);
    contenders.forEach(contender -> queue(contender).add(contender));
  }

  private PriorityQueue<Contender> queue(Contender contender) {
    return queues.computeIfAbsent(contender.cpus, _ -> new PriorityQueue<>(Contender.ORDER));
  }

  /** Shares a span of time, which is counted from the machine's start. */
  void share(long fromNanos, long lengthNanos) {
    for (int i = 0; i < SLICES; i++) {
      long from = fromNanos + cut(lengthNanos, i);
      long to = fromNanos + cut(lengthNanos, i + 1);
      if (from < to) {
        fillCpus();
        run(from, to);
      }
    }
  }

  private static long cut(long lengthNanos, int slice) {
    return lengthNanos / SLICES * slice + lengthNanos % SLICES * slice / SLICES;
  }

  private void run(long fromNanos, long toNanos) {
    for (int cpu = 0; cpu < running.length; cpu++) {
      var contender = running[cpu];
      if (contender != null) {
        contender.run(cpu, fromNanos, toNanos);
        busyNanos[cpu] += toNanos - fromNanos;
        queue(contender).add(contender);
        running[cpu] = null;
      }
    }
  }

  private void fillCpus() {
    var open = new ArrayList<>(queues.values());
    open.removeIf(PriorityQueue::isEmpty);
    queues.keySet().forEach(idle::or);
    var full = new BitSet();
    while (!open.isEmpty() && !idle.isEmpty()) {
      var queue = next(open);
      var tried = (BitSet) full.clone();
      boolean isPlaced = place(queue.element(), tried);
      if (isPlaced) {
        queue.remove();
      } else {
        full = tried;
      }
      if (!isPlaced || queue.isEmpty()) {
        open.remove(queue);
      }
    }
    idle.clear();
  }

  private static PriorityQueue<Contender> next(List<PriorityQueue<Contender>> open) {
    return Collections.min(open, (a, b) -> Contender.ORDER.compare(a.element(), b.element()));
  }

  /**
   * Finds a CPU for a process, moving others from one to another if need be (Kuhn's augmenting
   * paths).
   *
   * @param tried CPUs that cannot be made free; those that were found to be so are added
   */
  private boolean place(Contender contender, BitSet tried) {
    int free = idleCpu(contender);
    if (free >= 0) {
      running[free] = contender;
      idle.clear(free);
      return true;
    }
    var cpus = contender.cpus;
    for (int cpu = cpus.nextSetBit(0); cpu >= 0; cpu = cpus.nextSetBit(cpu + 1)) {
      if (!tried.get(cpu)) {
        tried.set(cpu);
        if (place(Objects.requireNonNull(running[cpu], "no CPU is idle here"), tried)) {
          running[cpu] = contender;
          return true;
        }
      }
    }
    return false;
  }

  /** The CPU where it ran last if that is idle, else the first that is; -1 if none is. */
  private int idleCpu(Contender contender) {
    int last = contender.lastCpu();
    if (last >= 0 && idle.get(last) && contender.cpus.get(last)) {
      return last;
    }
    var free = (BitSet) idle.clone();
    free.and(contender.cpus);
    return free.nextSetBit(0);
  }
}
