package corral.shell.top;

import corral.figures.api.Absence;
import corral.figures.api.Figure;
import corral.figures.api.Sample;
import corral.figures.api.Survey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Puts surveys together for tests. */
final class Samples {
  private final List<Sample> samples = new ArrayList<>();
  private final List<Absence> absences = new ArrayList<>();
  private final long nanoTime;

  /** A survey at a time. */
  Samples(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Adds a container of {@code /jobs}; its number is the hash of its path. */
  Samples add(String path, Map<Figure, Double> figures) {
    int depth = path.equals("/") ? 0 : (int) path.chars().filter(c -> c == '/').count();
    samples.add(new Sample(path.hashCode(), "/jobs", path, depth, nanoTime, figures));
    return this;
  }

  Samples add(String path, Figure figure, double value) {
    return add(path, Map.of(figure, value));
  }

  Samples missing(Absence absence) {
    absences.add(absence);
    return this;
  }

  Survey survey() {
    return new Survey(samples, absences, Duration.ofMillis(3));
  }

  /** The survey as rows without rates. */
  List<Row> rows() {
    return samples.stream().map(sample -> new Row(sample, OptionalDouble.empty())).toList();
  }

  /** All figures that there are, for lines as wide as can be. */
  static Map<Figure, Double> all(double each) {
    var all = new EnumMap<Figure, Double>(Figure.class);
    List.of(Figure.values()).forEach(figure -> all.put(figure, each));
    return all;
  }
}
