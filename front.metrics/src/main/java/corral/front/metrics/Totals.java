package corral.front.metrics;

import corral.figures.api.Figure;
import corral.figures.api.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes counters of figures that grow but can step back: when somebody lets them begin anew, or a
 * container below is removed with what was counted there. A step back adds nothing. Belongs to one
 * thread at a time.
 */
final class Totals {
  private Map<Key, Total> totals = Map.of();

  private record Key(long container, Figure figure) {}

  /**
   * Where a counter stands.
   *
   * @param last the figure when it was looked at last
   * @param sum all that it has grown
   */
  private record Total(double last, double sum) {
    static final Total NONE = new Total(0, 0);

    Total after(double now) {
      return new Total(now, sum + Math.max(0, now - last));
    }
  }

  /**
   * Takes the figures of a look over, and forgets containers that have gone. A figure that is not
   * known this time goes on from where it was.
   */
  void add(List<Sample> samples, List<Figure> counters) {
    var next = new HashMap<Key, Total>();
    for (var sample : samples) {
      for (var figure : counters) {
        var key = new Key(sample.container(), figure);
        var before = totals.get(key);
        var now = sample.figure(figure);
        if (now.isPresent()) {
          next.put(key, (before == null ? Total.NONE : before).after(now.getAsDouble()));
        } else if (before != null) {
          next.put(key, before);
        }
      }
    }
    totals = next;
  }

  /** How much a figure of a container has grown in all; it must be known. */
  double of(Sample sample, Figure figure) {
    return totals.getOrDefault(new Key(sample.container(), figure), Total.NONE).sum();
  }
}
