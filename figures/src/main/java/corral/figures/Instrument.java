package corral.figures;

import corral.figures.api.Figure;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import java.util.Map;
import java.util.Set;

/** Measures figures of a container. */
interface Instrument {
  /** What it measures. */
  Set<Figure> figures();

  /** Whether it measures a container with those below it, or alone. */
  boolean isOfTree();

  /**
   * Measures.
   *
   * @param path the container's in the name space of all mounts
   */
  Map<Figure, Double> measure(Container container, String path) throws ContainerException;

  /** A path below a directory, which may be the root of all. */
  static String join(String directory, String path) {
    return directory.equals("/") ? path : directory + path;
  }
}
