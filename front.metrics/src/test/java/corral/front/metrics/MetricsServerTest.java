package corral.front.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.hawkular.agent.prometheus.PrometheusDataFormat;
import org.hawkular.agent.prometheus.PrometheusScraper;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.types.MetricType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What parsers of others understand of it. */
class MetricsServerTest {
  /** Debian's, for which Debian has the parsers. */
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private static final String NEED = "needs Debian's python3-prometheus-client";

  /** A name that has to be quoted in the formats. */
  private static final String STRANGE = "/a \"b\" \\c {d},e=\u00fc";

  private final Samples samples = new Samples();

  @AutoClose private final MetricsServer server;

  MetricsServerTest() throws IOException {
    samples.put("/", Samples.ALL).put("/a", Samples.ALL).put(STRANGE, Samples.ALL);
    server =
        new MetricsServer(new ContainerMetrics(samples, 1000, System::nanoTime), "127.0.0.1", 0);
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics");
  }

  @Test
  void isUnderstoodByAParserOfOthers() throws IOException {
    var families =
        new PrometheusScraper(uri().toURL(), PrometheusDataFormat.TEXT)
            .scrape().stream().collect(toMap(MetricFamily::getName, family -> family));
    for (var metric : Metric.ALL) {
      var name = metric.name() + (metric.isCounter() ? "_total" : "");
      var family = families.remove(name);
      assertTrue(family != null, name);
      assertEquals(metric.help(), family.getHelp());
      assertEquals(metric.isCounter() ? MetricType.COUNTER : MetricType.GAUGE, family.getType());
      assertEquals(3 * metric.series().size(), family.getMetrics().size(), name);
    }
    assertEquals(3, families.size(), families.keySet().toString());
  }

  @Test
  void tellsTheSameToAParserOfOthers() throws IOException {
    var values = new TreeMap<String, Double>();
    for (var family : new PrometheusScraper(uri().toURL(), PrometheusDataFormat.TEXT).scrape()) {
      for (var metric : family.getMetrics()) {
        if ("/a".equals(metric.getLabels().get("container"))) {
          assertEquals("/jobs", metric.getLabels().get("hierarchy"));
          values.put(
              metric.getName() + " " + metric.getLabels().getOrDefault("state", ""),
              metric instanceof Counter counter ? counter.getValue() : ((Gauge) metric).getValue());
        }
      }
    }
    assertEquals(13, values.size());
    assertEquals(1, values.get("corral_container_tasks "));
    assertEquals(5, values.get("corral_container_task_states sleeping"));
    assertEquals(1e-8, values.get("corral_container_cpu_seconds_total "));
    assertEquals(13, values.get("corral_container_limit_hits_total "));
  }

  private HttpResponse<String> get(String accept) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri()).header("Accept", accept).build();
      return client.send(request, BodyHandlers.ofString(UTF_8));
    }
  }

  @Test
  void isUnderstoodByPrometheusOwnParsers() throws Exception {
    var text = get("text/plain");
    assertTrue(text.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"));
    var expected =
        "42 samples, 12 families, 9 of " + STRANGE + ", 6 counters, container,hierarchy,state\n";
    assertEquals(expected, parse("parser", text.body()));
    var open = get("application/openmetrics-text; version=1.0.0");
    assertEquals(
        "application/openmetrics-text; version=1.0.0; charset=utf-8",
        open.headers().firstValue("Content-Type").orElse(""));
    assertTrue(open.body().endsWith("\n# EOF\n"));
    assertEquals(expected, parse("openmetrics.parser", open.body()));
  }

  /** What Prometheus' client for Python makes of a text. */
  private static String parse(String module, String text) throws Exception {
    var program =
        """
        import sys
        try:
            from prometheus_client.%s import text_string_to_metric_families as parse
        except ImportError:
            sys.exit(77)
        families = list(parse(sys.stdin.buffer.read().decode('utf-8')))
        samples = [sample for family in families for sample in family.samples]
        strange = [sample for sample in samples if '{d}' in sample.labels.get('container', '')]
        names = {sample.labels['container'] for sample in strange}
        counters = [sample for sample in samples if sample.name.endswith('_total')]
        labels = {label for sample in samples for label in sample.labels}
        sys.stdout.buffer.write(('%%d samples, %%d families, %%d of %%s, %%d counters, %%s\\n' %% (
            len(samples), len(families), len({sample.name for sample in strange}),
            ' '.join(names), len(counters), ','.join(sorted(labels)))).encode('utf-8'))
        """
            .formatted(module);
    assumeTrue(Files.isExecutable(PYTHON), NEED);
    var process =
        new ProcessBuilder(PYTHON.toString(), "-c", program)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var in = process.outputWriter(UTF_8)) {
      in.write(text);
    }
    var out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assumeTrue(process.exitValue() != 77, NEED);
    assertEquals(0, process.exitValue());
    return out;
  }

  @Test
  void listensOnLoopbackOnly() {
    assertTrue(server.address().getAddress().isLoopbackAddress());
  }

  @Test
  void closesItsPortAndEndsItsThreads() throws Exception {
    get("text/plain");
    int port = server.address().getPort();
    server.close();
    assertThrows(
        ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
    assertEquals(
        List.of(),
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("corral-metrics") || name.startsWith("HTTP-Dispatcher"))
            .toList());
  }

  @Test
  void refusesAPortThatIsTaken() {
    int port = server.address().getPort();
    var failure =
        assertThrows(
            IOException.class,
            () -> new MetricsServer(new ContainerMetrics(samples, 1, () -> 0), "127.0.0.1", port));
    assertTrue(failure.toString().contains(": 127.0.0.1:" + port + ": "), failure.toString());
  }

  @Test
  void asksNoNameServerForItsAddress() {
    var failure =
        assertThrows(
            IOException.class,
            () -> new MetricsServer(new ContainerMetrics(samples, 1, () -> 0), "localhost", 0));
    assertTrue(failure.toString().contains(": localhost:0: "), failure.toString());
  }
}
