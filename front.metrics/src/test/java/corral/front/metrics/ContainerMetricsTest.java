package corral.front.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import corral.figures.api.Figure;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContainerMetricsTest {
  private final Samples samples = new Samples();
  private long now;
  private ContainerMetrics metrics = new ContainerMetrics(samples, 1000, () -> now);

  /** The series that are told when somebody asks after so much time. */
  private Map<String, Double> scrape(Duration later) throws IOException {
    now += later.toNanos();
    var out = new ByteArrayOutputStream();
    ExpositionFormats.init().getPrometheusTextFormatWriter().write(out, metrics.collect());
    var series = new TreeMap<String, Double>();
    out.toString(UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line ->
                series.put(
                    line.substring(0, line.lastIndexOf(' ')),
                    Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
    return series;
  }

  private Map<String, Double> scrape() throws IOException {
    return scrape(Duration.ofMinutes(1));
  }

  @Test
  void tellAllFiguresInTheirUnits() throws IOException {
    samples.put("/a", Samples.ALL);
    var container = "{container=\"/a\",hierarchy=\"/jobs\"}";
    var state = "{container=\"/a\",hierarchy=\"/jobs\",state=\"%s\"}";
    assertEquals(
        new TreeMap<>(
            Map.ofEntries(
                Map.entry("corral_container_tasks" + container, 1.0),
                Map.entry("corral_container_task_states" + state.formatted("running"), 2.0),
                Map.entry("corral_container_task_states" + state.formatted("blocked"), 3.0),
                Map.entry("corral_container_task_states" + state.formatted("uninterruptible"), 4.0),
                Map.entry("corral_container_task_states" + state.formatted("sleeping"), 5.0),
                Map.entry("corral_container_task_states" + state.formatted("stopped"), 6.0),
                Map.entry("corral_container_load1" + container, 7.0),
                Map.entry("corral_container_load5" + container, 8.0),
                Map.entry("corral_container_load15" + container, 9.0),
                Map.entry("corral_container_cpu_seconds_total" + container, 1e-8),
                Map.entry("corral_container_memory_bytes" + container, 11.0),
                Map.entry("corral_container_open_files" + container, 12.0),
                Map.entry("corral_container_limit_hits_total" + container, 13.0),
                Map.entry("corral_metrics_containers", 1.0),
                Map.entry("corral_metrics_containers_omitted", 0.0),
                Map.entry("corral_metrics_look_seconds", 0.002))),
        scrape());
  }

  @Test
  void leaveOutWhatIsNotKnown() throws IOException {
    samples.put("/a", Figure.TASKS, 1);
    assertEquals(
        1, scrape().keySet().stream().filter(series -> series.contains("container=")).count());
  }

  @Test
  void forgetContainersThatHaveGone() throws IOException {
    samples.put("/a", Figure.TASKS, 1);
    scrape();
    samples.remove("/a");
    assertFalse(scrape().keySet().stream().anyMatch(series -> series.contains("container=")));
  }

  @Test
  void neverCountBackwards() throws IOException {
    var series = "corral_container_limit_hits_total{container=\"/a\",hierarchy=\"/jobs\"}";
    samples.put("/a", Figure.LIMIT_HITS, 5);
    assertEquals(5, scrape().get(series));
    samples.put("/a", Figure.LIMIT_HITS, 0);
    assertEquals(5, scrape().get(series));
    samples.put("/a", Figure.LIMIT_HITS, 2);
    assertEquals(7, scrape().get(series));
    samples.put("/a", Figure.TASKS, 1);
    assertFalse(scrape().containsKey(series), "it is not known now");
    samples.put("/a", Figure.LIMIT_HITS, 3);
    assertEquals(8, scrape().get(series));
  }

  @Test
  void lookOnceForAllWhoAskAtATime() throws IOException {
    samples.put("/a", Figure.TASKS, 1);
    scrape();
    samples.put("/a", Figure.TASKS, 2);
    var series = "corral_container_tasks{container=\"/a\",hierarchy=\"/jobs\"}";
    assertEquals(1, scrape(Duration.ofMillis(999)).get(series));
    assertEquals(2, scrape(Duration.ofMillis(1)).get(series));
    assertEquals(2, samples.looks);
  }

  @Test
  void lookLessOftenWhereALookIsCostly() throws IOException {
    samples.cost = Duration.ofMillis(500);
    scrape();
    scrape(Duration.ofMillis(4999));
    assertEquals(1, samples.looks);
    scrape(Duration.ofMillis(1));
    assertEquals(2, samples.looks);
  }

  @Test
  void tellOfNoMoreContainersThanTheyMay() throws IOException {
    metrics = new ContainerMetrics(samples, 3, () -> now);
    samples.put("/", Figure.TASKS, 4).put("/a", Figure.TASKS, 3);
    samples.put("/a/deep", Figure.TASKS, 2).put("/b", Figure.TASKS, 1);
    var series = scrape();
    assertEquals(
        "[corral_container_tasks{container=\"/\",hierarchy=\"/jobs\"},"
            + " corral_container_tasks{container=\"/a\",hierarchy=\"/jobs\"},"
            + " corral_container_tasks{container=\"/b\",hierarchy=\"/jobs\"}]",
        series.keySet().stream().filter(name -> name.contains("container=")).toList().toString());
    assertEquals(1, series.get("corral_metrics_containers_omitted"));
    assertEquals(4, series.get("corral_metrics_containers"));
  }
}
