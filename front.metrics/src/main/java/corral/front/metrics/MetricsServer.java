package corral.front.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Answers Prometheus, from the time that it is made until it is closed. Thread-safe. */
final class MetricsServer implements AutoCloseable {
  /** Two scrapers are answered at once; another one waits. */
  private static final int THREADS = 2;

  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(10);

  /** Those of the pool, which says that it has terminated while the last of them still ends. */
  private final List<Thread> workers = new CopyOnWriteArrayList<>();

  private final ThreadFactory factory =
      Thread.ofPlatform().daemon().name("corral-metrics-", 0).factory();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, this::worker);

  private final InetAddress address;
  private final HTTPServer server;

  /**
   * Listens.
   *
   * @param address an address of this machine, as a number
   * @param port the port; 0 for any that is free
   * @throws IOException if the port is taken, or the address is none of this machine
   */
  MetricsServer(MultiCollector metrics, String address, int port) throws IOException {
    var registry = new PrometheusRegistry();
    registry.register(metrics);
    try {
      this.address = InetAddress.ofLiteral(address);
      this.server =
          HTTPServer.builder()
              .inetAddress(this.address)
              .port(port)
              .registry(registry)
              .executorService(threads)
              .buildAndStart();
    } catch (IOException | IllegalArgumentException e) {
      threads.shutdown();
      throw new IOException(address + ":" + port + ": " + e.getMessage(), e);
    }
  }

  private Thread worker(Runnable work) {
    var worker = factory.newThread(work);
    workers.removeIf(earlier -> earlier.getState() == Thread.State.TERMINATED);
    workers.add(worker);
    return worker;
  }

  /** Where it listens. */
  InetSocketAddress address() {
    return new InetSocketAddress(address, server.getPort());
  }

  /** Closes the port and all connections, and ends its threads. */
  @Override
  public void close() {
    server.close();
    threads.shutdownNow();
    try {
      for (var worker : workers) {
        worker.join(PATIENCE_MILLIS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
