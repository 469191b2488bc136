package corral.figures;

import corral.figures.api.Figure;
import corral.framework.api.Container;
import corral.framework.api.stats.ContainerStatistics;
import corral.framework.api.stats.Reach;
import corral.framework.api.stats.Statistics;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Asks what the tasks of a container do, and how much there was to do lately. */
record StateCount(ContainerStatistics statistics) implements Instrument {
  static final Set<Figure> FIGURES = EnumSet.range(Figure.RUNNING, Figure.LOAD15);

  @Override
  public Set<Figure> figures() {
    return FIGURES;
  }

  @Override
  public boolean isOfTree() {
    return true;
  }

  @Override
  public Map<Figure, Double> measure(Container container, String path) {
    return figures(statistics.of(container, Reach.SUBTREE));
  }

  private static Map<Figure, Double> figures(Statistics told) {
    var figures = new EnumMap<Figure, Double>(Figure.class);
    figures.put(Figure.RUNNING, (double) told.tasks().running());
    if (told.tellsBlocked()) {
      figures.put(Figure.BLOCKED, (double) told.tasks().blocked());
    }
    figures.put(Figure.UNINTERRUPTIBLE, (double) told.tasks().uninterruptible());
    figures.put(Figure.SLEEPING, (double) told.tasks().sleeping());
    figures.put(Figure.STOPPED, (double) told.tasks().stopped());
    figures.put(Figure.LOAD1, told.load().one());
    figures.put(Figure.LOAD5, told.load().five());
    figures.put(Figure.LOAD15, told.load().fifteen());
    return figures;
  }
}
