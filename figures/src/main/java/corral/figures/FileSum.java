package corral.figures;

import corral.figures.api.Figure;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds up the numbers in control files.
 *
 * @param files their names
 * @param unit by what the sum is multiplied
 */
record FileSum(ContainerAdmin admin, Source source, List<String> files, int unit)
    implements Instrument {
  @Override
  public Set<Figure> figures() {
    return Set.of(source.figure());
  }

  @Override
  public boolean isOfTree() {
    return source.isOfTree();
  }

  @Override
  public Map<Figure, Double> measure(Container container, String path) throws ContainerException {
    double sum = 0;
    for (var file : files) {
      sum += source.sum(admin.read(Instrument.join(path, "/" + file), admin.self()));
    }
    return Map.of(source.figure(), sum * unit);
  }
}
