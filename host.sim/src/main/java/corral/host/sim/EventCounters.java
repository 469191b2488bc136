package corral.host.sim;

import corral.framework.api.host.TaskStream.Repair;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Figures about the telling of events. Thread-safe. */
final class EventCounters {
  /** Forks that were told. */
  final LongAdder forks = new LongAdder();

  /** Exits that were told. */
  final LongAdder exits = new LongAdder();

  /** Events that were not told. */
  final LongAdder overruns = new LongAdder();

  private final LongAdder repairs = new LongAdder();
  private final LongAdder found = new LongAdder();
  private final LongAdder lost = new LongAdder();

  void count(Repair repair) {
    repairs.increment();
    found.add(repair.found());
    lost.add(repair.lost());
  }

  /** The figures under the names that the live host has for them. */
  Map<String, Long> read() {
    var figures = new LinkedHashMap<String, Long>();
    figures.put("forks", forks.sum());
    figures.put("exits", exits.sum());
    figures.put("overruns", overruns.sum());
    figures.put("repairs", repairs.sum());
    figures.put("found", found.sum());
    figures.put("lost", lost.sum());
    return figures;
  }
}
