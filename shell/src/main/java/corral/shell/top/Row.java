package corral.shell.top;

import corral.figures.api.Figure;
import corral.figures.api.Sample;
import corral.shell.command.Call;
import java.util.OptionalDouble;

/**
 * A container as it is shown. Immutable.
 *
 * @param sample its figures
 * @param cpuPercent of one CPU, since it was looked at before; empty the first time
 */
public record Row(Sample sample, OptionalDouble cpuPercent) {
  /** A figure, if it is known. */
  OptionalDouble figure(Figure figure) {
    return sample.figure(figure);
  }

  /** Whether it stands above all others that are shown of its hierarchy. */
  boolean isTop() {
    return sample.depth() == 0;
  }

  private boolean isRoot() {
    return sample.path().equals("/");
  }

  /** Its path in the name space of all mounts. */
  String place() {
    return isRoot() ? sample.mount() : Call.resolve(sample.mount(), sample.path().substring(1));
  }

  /** How it is called below the container above it. */
  String name() {
    return sample.path().substring(sample.path().lastIndexOf('/') + 1);
  }
}
