package corral.front.metrics;

import corral.figures.api.Figures;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Offers the metrics where the configuration says so or, if it says nothing, the framework's
 * property {@code corral.metrics.port}; without either, nowhere.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = MetricsConfig.PID)
@Designate(ocd = MetricsConfig.class)
public final class MetricsFront {
  private static final Logger LOG = System.getLogger(MetricsFront.class.getName());

  /** The framework's property. */
  private static final String PORT = "corral.metrics.port";

  private final ContainerMetrics metrics;
  private final String address;
  private final int port;
  private Optional<MetricsServer> server = Optional.empty();

  /** Knows where to answer, and does not yet. */
  @Activate
  public MetricsFront(BundleContext context, @Reference Figures figures, MetricsConfig config) {
    metrics = new ContainerMetrics(figures, Math.max(1, config.containers_max()), System::nanoTime);
    address = config.address();
    port = config.port() == MetricsConfig.OFF ? port(context) : config.port();
  }

  /**
   * Begins to answer, if it is to. Not in the constructor: SCR forgets a component, without a call
   * to close it, if a reference goes while that runs.
   *
   * @throws IOException if the port is taken
   */
  @Activate
  void open() throws IOException {
    if (port != MetricsConfig.OFF) {
      var opened = new MetricsServer(metrics, address, port);
      server = Optional.of(opened);
      LOG.log(Level.INFO, "Metrics are at http:/{0}/metrics", opened.address());
    }
  }

  @Deactivate
  void close() {
    server.ifPresent(MetricsServer::close);
  }

  private static int port(BundleContext context) {
    var text = context.getProperty(PORT);
    return text == null ? MetricsConfig.OFF : Integer.parseInt(text);
  }
}
