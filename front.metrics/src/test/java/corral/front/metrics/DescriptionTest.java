package corral.front.metrics;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page and the dashboard are about the metrics that there are. */
class DescriptionTest {
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern ROW =
      Pattern.compile("\\| `(corral_\\w+)` \\| (\\w+) \\| (\\w+) \\|([^|]*)\\|.*");
  private static final Pattern NAME = Pattern.compile("corral_\\w+");

  /** A unit that Prometheus wants in the name of what is measured in it. */
  private static final List<String> BASE_UNITS = List.of("seconds", "bytes");

  private final List<MetricSnapshot> exported =
      new ContainerMetrics(new Samples().put("/a", Samples.ALL), 1000, System::nanoTime)
          .collect().stream().toList();

  /** The name in the text format. */
  private static String name(MetricSnapshot metric) {
    return metric.getMetadata().getPrometheusName()
        + (metric instanceof CounterSnapshot ? "_total" : "");
  }

  /** The type and the labels, as the page writes them. */
  private static String description(MetricSnapshot metric) {
    var labels = new TreeSet<String>();
    for (DataPointSnapshot point : metric.getDataPoints()) {
      point.getLabels().forEach(label -> labels.add(label.getName()));
    }
    return (metric instanceof CounterSnapshot ? "counter" : "gauge") + " " + labels;
  }

  private static Stream<MatchResult> rows() throws IOException {
    return Files.readString(DOCS.resolve("metrics.md"))
        .lines()
        .flatMap(line -> ROW.matcher(line).results());
  }

  @Test
  void thePageHasEveryMetricWithItsTypeAndLabels() throws IOException {
    Map<String, String> described =
        rows()
            .collect(
                toMap(
                    row -> row.group(1),
                    row ->
                        row.group(2)
                            + " "
                            + Stream.of(row.group(4).replaceAll("[` ]", "").split(","))
                                .filter(label -> !label.isEmpty())
                                .collect(toCollection(TreeSet::new)),
                    (first, _) -> first,
                    TreeMap::new));
    assertEquals(
        exported.stream()
            .collect(
                toMap(
                    DescriptionTest::name,
                    DescriptionTest::description,
                    (first, _) -> first,
                    TreeMap::new)),
        described);
  }

  @Test
  void theUnitsStandInTheNames() throws IOException {
    for (var row : rows().toList()) {
      var unit = row.group(3);
      assertTrue(
          !BASE_UNITS.contains(unit) || row.group(1).matches(".*_" + unit + "(_total)?"),
          row.group(1));
      assertEquals(row.group(2).equals("counter"), row.group(1).endsWith("_total"), row.group(1));
    }
  }

  @Test
  void thePageHasEveryKeyOfTheConfiguration() throws IOException {
    var page = Files.readString(DOCS.resolve("metrics.md"));
    for (var key : MetricsConfig.class.getDeclaredMethods()) {
      assertTrue(
          page.contains(
              "| `" + key.getName().replace('_', '.') + "` | " + key.getDefaultValue() + " |"),
          key.getName());
    }
  }

  @Test
  void theDashboardUsesWhatThereIs() throws IOException {
    var names = exported.stream().map(DescriptionTest::name).collect(toCollection(TreeSet::new));
    var used =
        NAME.matcher(Files.readString(DOCS.resolve("grafana-corral.json")))
            .results()
            .map(match -> match.group())
            .collect(toCollection(TreeSet::new));
    assertEquals(names, used);
  }
}
