package corral.host.sim;

import corral.framework.api.host.IndexSet;
import java.util.BitSet;
import java.util.Comparator;

/** A process that wants to run for as long as it may. Belongs to one thread. */
final class Contender {
  /** Who has had least for its weight goes first; among those, who has waited longest. */
  static final Comparator<Contender> ORDER =
      ((Comparator<Contender>) Contender::compareShares)
          .thenComparingLong(contender -> contender.lastRanNanos)
          .thenComparingInt(contender -> contender.process.pid);

  final SimProcess process;

  /** Where it can run, all on line; does not change. */
  final BitSet cpus;

  private final double weight;

  /** What it has got so far. */
  private long nanos;

  private long lastRanNanos;

  /** Where it ran last; -1 if it never ran. */
  private int lastCpu;

  /**
   * A process that has got nothing yet.
   *
   * @param cpus where it can run, all on line
   */
  Contender(SimProcess process, IndexSet cpus) {
    this.process = process;
    this.cpus = cpus.stream().collect(BitSet::new, BitSet::set, BitSet::or);
    this.weight = process.effectiveWeight();
    this.lastRanNanos = process.lastRanNanos;
    this.lastCpu = process.lastCpu;
  }

  void run(int cpu, long fromNanos, long toNanos) {
    nanos += toNanos - fromNanos;
    lastRanNanos = toNanos;
    lastCpu = cpu;
  }

  long lastRanNanos() {
    return lastRanNanos;
  }

  long nanos() {
    return nanos;
  }

  int lastCpu() {
    return lastCpu;
  }

  private int compareShares(Contender other) {
    return Double.compare(nanos * other.weight, other.nanos * weight);
  }
}
