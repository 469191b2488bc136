package corral.figures.api;

import java.time.Duration;
import java.util.List;

/**
 * The figures of many containers. Immutable.
 *
 * @param samples each container before those below it, children by name
 * @param absences why figures are not known
 * @param cost how long it took
 */
public record Survey(List<Sample> samples, List<Absence> absences, Duration cost) {
  /** Of ten parts of a CPU, those who look again and again take one. */
  private static final int SHARE = 10;

  /** Copies the lists. */
  public Survey {
    samples = List.copyOf(samples);
    absences = List.copyOf(absences);
  }

  /**
   * How long it is from the beginning of this survey to that of the next if one is wanted every so
   * often and all together are to take a tenth of a CPU at most.
   */
  public Duration interval(Duration wanted) {
    var least = cost.multipliedBy(SHARE);
    return wanted.compareTo(least) < 0 ? least : wanted;
  }
}
