package corral.front.metrics;

import static java.util.Comparator.comparingInt;

import corral.figures.api.Figure;
import corral.figures.api.Figures;
import corral.figures.api.Sample;
import corral.figures.api.Survey;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * The figures of containers as metrics. Who asks again too soon is told the same again, so that the
 * looks take no more than a tenth of a CPU, however many ask. Thread-safe.
 */
final class ContainerMetrics implements MultiCollector {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final List<Figure> COUNTERS =
      Metric.ALL.stream()
          .filter(Metric::isCounter)
          .flatMap(metric -> metric.series().stream())
          .map(Metric.Series::figure)
          .toList();

  private final Figures figures;
  private final LongSupplier nanoTime;
  private final int mostContainers;
  private final Totals totals = new Totals();
  private Optional<MetricSnapshots> last = Optional.empty();
  private long staleNanos;

  /**
   * Metrics of these figures.
   *
   * @param mostContainers how many containers are told of
   * @param nanoTime the clock
   */
  ContainerMetrics(Figures figures, int mostContainers, LongSupplier nanoTime) {
    this.figures = figures;
    this.mostContainers = mostContainers;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized MetricSnapshots collect() {
    long now = nanoTime.getAsLong();
    if (last.isEmpty() || now - staleNanos >= 0) {
      var survey = figures.survey(Optional.empty());
      totals.add(survey.samples(), COUNTERS);
      last = Optional.of(snapshots(survey));
      staleNanos = now + survey.interval(SHORTEST).toNanos();
    }
    return last.get();
  }

  private MetricSnapshots snapshots(Survey survey) {
    var told = highest(survey.samples());
    var snapshots = new ArrayList<MetricSnapshot>();
    for (var metric : Metric.ALL) {
      snapshots.add(metric.isCounter() ? counter(metric, told) : gauge(metric, told));
    }
    snapshots.add(own("corral_metrics_containers", "Containers found.", survey.samples().size()));
    snapshots.add(
        own(
            "corral_metrics_containers_omitted",
            "Containers not told of because there are more than containers.max.",
            survey.samples().size() - told.size()));
    snapshots.add(
        own(
            "corral_metrics_look_seconds",
            "How long it took to read all figures.",
            survey.cost().toNanos() * 1e-9));
    return new MetricSnapshots(snapshots);
  }

  /** Those at the top of their trees, in their order. */
  private List<Sample> highest(List<Sample> samples) {
    return samples.stream().sorted(comparingInt(Sample::depth)).limit(mostContainers).toList();
  }

  private static GaugeSnapshot own(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }

  private static GaugeSnapshot gauge(Metric metric, List<Sample> samples) {
    var gauge = GaugeSnapshot.builder().name(metric.name()).help(metric.help());
    for (var sample : samples) {
      for (var series : metric.series()) {
        value(metric, sample.figure(series.figure()))
            .ifPresent(
                value ->
                    gauge.dataPoint(
                        GaugeDataPointSnapshot.builder()
                            .labels(labels(sample, series))
                            .value(value)
                            .build()));
      }
    }
    return gauge.build();
  }

  private CounterSnapshot counter(Metric metric, List<Sample> samples) {
    var counter = CounterSnapshot.builder().name(metric.name()).help(metric.help());
    for (var sample : samples) {
      for (var series : metric.series()) {
        if (sample.figure(series.figure()).isPresent()) {
          counter.dataPoint(
              CounterDataPointSnapshot.builder()
                  .labels(labels(sample, series))
                  .value(totals.of(sample, series.figure()) * metric.factor())
                  .build());
        }
      }
    }
    return counter.build();
  }

  private static OptionalDouble value(Metric metric, OptionalDouble figure) {
    return figure.isPresent()
        ? OptionalDouble.of(figure.getAsDouble() * metric.factor())
        : OptionalDouble.empty();
  }

  private static Labels labels(Sample sample, Metric.Series series) {
    var labels = Labels.of("hierarchy", sample.mount(), "container", sample.path());
    return series.state().isEmpty() ? labels : labels.add("state", series.state());
  }
}
