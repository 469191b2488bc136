package corral.figures.api;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * The figures of one container at one moment. Immutable.
 *
 * @param container the container's number, which stays the same when it is renamed
 * @param mount where its hierarchy is mounted
 * @param path its path below its hierarchy's root, {@code /} for the root
 * @param depth how many containers of the survey are above it
 * @param nanoTime when it was looked at, as {@link System#nanoTime} tells it
 * @param figures what is known
 */
public record Sample(
    long container,
    String mount,
    String path,
    int depth,
    long nanoTime,
    Map<Figure, Double> figures) {
  /** Copies the figures. */
  public Sample {
    figures = Map.copyOf(figures);
  }

  /** A figure, if it is known. */
  public OptionalDouble figure(Figure figure) {
    var value = figures.get(figure);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
