package corral.host.linux;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Figures about the telling of events. Thread-safe. */
final class EventCounters {
  final AtomicLong forks = new AtomicLong();
  final AtomicLong exits = new AtomicLong();

  /** How often events were lost for want of buffer space. */
  final AtomicLong overruns = new AtomicLong();

  final AtomicLong repairs = new AtomicLong();

  /** Tasks whose fork had been missed. */
  final AtomicLong found = new AtomicLong();

  /** Tasks whose exit had been missed. */
  final AtomicLong lost = new AtomicLong();

  Map<String, Long> read() {
    var figures = new LinkedHashMap<String, Long>();
    figures.put("forks", forks.get());
    figures.put("exits", exits.get());
    figures.put("overruns", overruns.get());
    figures.put("repairs", repairs.get());
    figures.put("found", found.get());
    figures.put("lost", lost.get());
    return figures;
  }
}
