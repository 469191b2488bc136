package corral.itest;

import java.io.IOException;
import java.util.Map;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A bundle that is configured for the length of a test, as by a file in {@code deploy}. */
final class Configured implements AutoCloseable {
  private final String bundle;
  private final Configuration configuration;

  /** What is configured takes effect a little later, in a thread of Configuration Admin. */
  Configured(String bundle, Map<String, ?> values) throws IOException {
    this(bundle, "corral." + bundle, values);
  }

  /** The same, where the persistent identity is not that of the bundle. */
  Configured(String bundle, String identity, Map<String, ?> values) throws IOException {
    this.bundle = bundle;
    var context = FrameworkUtil.getBundle(Configured.class).getBundleContext();
    var reference = context.getServiceReference(ConfigurationAdmin.class);
    try {
      configuration = context.getService(reference).getConfiguration(identity, "?");
      configuration.update(FrameworkUtil.asDictionary(values));
    } finally {
      context.ungetService(reference);
    }
  }

  /** SCR keeps a service for a bundle that has been configured until the bundle stops. */
  @Override
  public void close() throws IOException, BundleException {
    configuration.delete();
    var configured = Bundles.named(bundle);
    configured.stop();
    configured.start();
  }
}
