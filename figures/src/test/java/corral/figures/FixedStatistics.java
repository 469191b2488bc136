package corral.figures;

import corral.framework.api.Container;
import corral.framework.api.StateCounts;
import corral.framework.api.host.DelayAccounting.Delays;
import corral.framework.api.stats.ContainerStatistics;
import corral.framework.api.stats.LoadAverages;
import corral.framework.api.stats.Reach;
import corral.framework.api.stats.SamplerReport;
import corral.framework.api.stats.Statistics;

/** The same of every container. */
final class FixedStatistics implements ContainerStatistics {
  boolean tellsBlocked = true;

  @Override
  public Statistics of(Container container, Reach reach) {
    return new Statistics(
        new StateCounts(1, 2, 3, 4, 5),
        StateCounts.NONE,
        tellsBlocked,
        new LoadAverages(0.5, 0.25, 0.125));
  }

  @Override
  public Statistics at(String path, Reach reach) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Delays delays(Container container, Reach reach) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SamplerReport sampler() {
    throw new UnsupportedOperationException();
  }
}
