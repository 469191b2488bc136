package corral.stats;

import corral.bench.Usual;
import corral.framework.api.Container;
import corral.framework.api.host.TaskStates;
import corral.framework.api.stats.Reach;
import corral.framework.api.stats.SamplerReport;
import corral.framework.api.stats.Statistics;
import corral.framework.engine.Engine;

/** What the bundle {@code stats} does, as it is configured where nobody configures it. */
public final class LiveStatistics implements AutoCloseable {
  private final Sampler sampler;
  private final SamplingThread thread;

  /** Looks at an engine's tasks until it is closed. */
  public LiveStatistics(Engine engine, TaskStates states) {
    var pace = Pace.of(Usual.of(StatisticsConfig.class));
    this.sampler = new Sampler(engine, engine, states, pace, System.nanoTime());
    this.thread = new SamplingThread(sampler, () -> {});
    thread.start();
  }

  /** What the tasks of a container do. */
  public Statistics of(Container container) {
    return sampler.of(container, Reach.MEMBERS);
  }

  /** How it looks. */
  public SamplerReport report() {
    return sampler.report();
  }

  @Override
  public void close() {
    thread.close();
  }
}
