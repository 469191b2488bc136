package corral.figures.api;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * That figures are not known for a hierarchy or for one of its containers. Immutable.
 *
 * @param place the mount point
 * @param figures which, in the order of {@link Figure}
 * @param reason one sentence for a person, without a full stop
 */
public record Absence(String place, Set<Figure> figures, String reason) {
  /** Copies the figures. */
  public Absence {
    figures = Collections.unmodifiableSet(EnumSet.copyOf(figures));
  }
}
