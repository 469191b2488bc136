package corral.front.metrics;

import corral.figures.api.Figure;
import corral.figures.api.Figures;
import corral.figures.api.Sample;
import corral.figures.api.Survey;
import corral.framework.api.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Figures that a test makes up. */
final class Samples implements Figures {
  /** All figures, each with another value: the first 1, the next 2, and so on. */
  static final Map<Figure, Double> ALL = new EnumMap<>(Figure.class);

  static {
    double value = 1;
    for (var figure : Figure.values()) {
      ALL.put(figure, value++);
    }
  }

  private final List<Sample> samples = new ArrayList<>();
  Duration cost = Duration.ofMillis(2);

  /** How often somebody has looked. */
  int looks;

  /** Puts figures of a container of {@code /jobs} in the place of those that it has. */
  Samples put(String path, Map<Figure, Double> figures) {
    remove(path);
    int depth = path.equals("/") ? 0 : (int) path.chars().filter(c -> c == '/').count();
    samples.add(new Sample(path.hashCode(), "/jobs", path, depth, 0, figures));
    return this;
  }

  Samples put(String path, Figure figure, double value) {
    return put(path, Map.of(figure, value));
  }

  void remove(String path) {
    samples.removeIf(sample -> sample.path().equals(path));
  }

  @Override
  public synchronized Survey survey(Optional<Container> top) {
    looks++;
    return new Survey(samples, List.of(), cost);
  }
}
