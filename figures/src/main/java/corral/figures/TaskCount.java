package corral.figures;

import corral.figures.api.Figure;
import corral.framework.api.Container;
import java.util.Map;
import java.util.Set;

/** Counts the tasks that are directly in a container. */
record TaskCount() implements Instrument {
  @Override
  public Set<Figure> figures() {
    return Set.of(Figure.TASKS);
  }

  @Override
  public boolean isOfTree() {
    return false;
  }

  @Override
  public Map<Figure, Double> measure(Container container, String path) {
    return Map.of(Figure.TASKS, (double) container.taskCount());
  }
}
