package corral.figures;

import corral.figures.api.Figure;
import corral.figures.api.Sample;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The figures of a container, to which those of the containers below are added where they are not
 * in them already. What is not known of one of them is not known of the whole. Belongs to one
 * thread.
 */
final class Sums {
  private final Map<Figure, Double> all = new EnumMap<>(Figure.class);
  private final Set<Figure> toAdd = EnumSet.noneOf(Figure.class);
  private final Set<Figure> lacking = EnumSet.noneOf(Figure.class);

  /** Adds what was measured of the container. */
  void add(Instrument instrument, Map<Figure, Double> measured) {
    measured.forEach((figure, value) -> all.merge(figure, value, Double::sum));
    if (!instrument.isOfTree()) {
      toAdd.addAll(measured.keySet());
    }
  }

  /** Notes that something of the container could not be measured. */
  void lack(Instrument instrument) {
    lacking.addAll(instrument.figures());
  }

  /** Adds what is known of a container directly below. */
  void addBelow(Sample child) {
    for (var figure : toAdd) {
      var below = child.figures().get(figure);
      all.computeIfPresent(figure, (_, sum) -> below == null ? null : sum + below);
    }
  }

  Map<Figure, Double> all() {
    all.keySet().removeAll(lacking);
    return all;
  }
}
