package corral.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;

/** The metrics of a machine of which a test says what happens. */
@LeavesNothingBehind
class MetricsTest {
  private static final String MARKER = "corral.itest.marker";
  private static final int ROUNDS = 100;
  private static final int PID = 4711;

  private final BundleContext context =
      FrameworkUtil.getBundle(MetricsTest.class).getBundleContext();
  private final ServiceReference<ConfigurationAdmin> configurations =
      context.getServiceReference(ConfigurationAdmin.class);
  private Configuration configuration;
  private TestMachine machine;
  private int port;

  @BeforeEach
  void open() throws Exception {
    machine = new TestMachine();
    machine.fork(1, PID);
    machine.admin().mount("none,name=jobs", "/jobs", TestMachine.ROOT);
    machine.admin().makeContainer("/jobs/a", TestMachine.ROOT);
    machine.admin().attach(PID, "/jobs/a", TestMachine.ROOT);
    configuration =
        context.getService(configurations).getConfiguration("corral.front.metrics", "?");
    port = freePort();
    configuration.update(FrameworkUtil.asDictionary(Map.of("port", port)));
    awaitConfigured();
  }

  @AfterEach
  void close() throws Exception {
    configuration.delete();
    awaitConfigured();
    context.ungetService(configurations);
    machine.close();
    // SCR keeps a service for a bundle that has been configured until the bundle stops.
    var front = Bundles.named("front.metrics");
    front.stop();
    front.start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Waits until what was configured has taken effect. Configuration Admin tells of one change after
   * the other: who hears of a later one knows that the earlier have been heard of.
   */
  private void awaitConfigured() throws Exception {
    var heard = new Semaphore(0);
    var listener =
        context.registerService(
            ConfigurationListener.class,
            event -> {
              if (event.getPid().equals(MARKER)) {
                heard.release();
              }
            },
            null);
    var marker = context.getService(configurations).getConfiguration(MARKER, "?");
    try {
      marker.update(FrameworkUtil.asDictionary(Map.of("a", "b")));
      assertTrue(heard.tryAcquire(1, TimeUnit.MINUTES));
      marker.delete();
      assertTrue(heard.tryAcquire(1, TimeUnit.MINUTES));
    } finally {
      listener.unregister();
    }
  }

  /** A component may be activated by another thread than that which starts its bundle. */
  private void awaitOpen() {
    Waiting.until(this::isOpen, () -> "nobody listens");
  }

  /** The port and the threads, whichever thread closes them. */
  private void awaitClosed(int round) {
    Waiting.until(
        () -> !isOpen() && threads() == 0,
        () -> "what was opened in round " + round + " stays open");
  }

  private boolean isOpen() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertClosed() {
    assertThrows(ConnectException.class, this::scrape);
    assertEquals(0, threads());
  }

  private String scrape() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void tellWhatThereIs() throws Exception {
    var page = scrape();
    assertTrue(page.startsWith("HTTP/1.1 200 "), page);
    assertTrue(
        page.contains("\ncorral_container_tasks{container=\"/a\",hierarchy=\"/jobs\"} 1.0\n"),
        page);
    assertTrue(page.contains("\ncorral_metrics_containers 2.0\n"), page);
    assertFalse(page.contains("cpu_seconds"), "nobody counts it");
  }

  @Test
  void closeTheirPortWithTheirBundle() throws Exception {
    var front = Bundles.named("front.metrics");
    scrape();
    front.stop();
    assertClosed();
    front.start();
    awaitOpen();
    assertTrue(scrape().contains("corral_container_tasks"));
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("corral-metrics"))
        .count();
  }

  @Test
  void closeTheirPortWhileNobodyTellsFigures() throws Exception {
    var figures = Bundles.named("figures");
    figures.stop();
    try {
      assertClosed();
    } finally {
      figures.start();
    }
    awaitOpen();
    assertTrue(scrape().contains("corral_container_tasks"));
  }

  /** Figures go at every moment of the opening: in each round a little later than in the last. */
  @Test
  void closeTheirPortIfFiguresGoWhileTheyOpenIt() throws Exception {
    var figures = Bundles.named("figures");
    var front = Bundles.named("front.metrics");
    front.stop();
    long opening = -System.nanoTime();
    front.start();
    awaitOpen();
    opening += System.nanoTime();
    for (int round = 0; round < ROUNDS; round++) {
      front.stop();
      var begun = new CompletableFuture<Long>();
      var starting =
          new FutureTask<Void>(
              () -> {
                begun.complete(System.nanoTime());
                front.start();
                return null;
              });
      Thread.ofPlatform().start(starting);
      try {
        long end = begun.get() + opening * round / ROUNDS;
        while (System.nanoTime() - end < 0) {
          Thread.onSpinWait();
        }
        figures.stop();
        starting.get(1, TimeUnit.MINUTES);
        awaitClosed(round);
      } finally {
        figures.start();
      }
      awaitOpen();
    }
  }

  @Test
  void areOffWithoutAPort() throws Exception {
    configuration.update(FrameworkUtil.asDictionary(Map.of("containers.max", 5)));
    awaitConfigured();
    assertClosed();
  }
}
