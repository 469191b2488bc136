package corral.launcher;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Opens sessions by the service that a bundle offers as {@code corral.sessions}: a function from
 * what a session is to have, by the names of the framework's properties, to a callable that runs it
 * and answers with the exit status.
 *
 * <p>All its types are those of Java, as the launcher is outside of the framework and shares no
 * others with a bundle. Thread-safe.
 */
final class Sessions implements AutoCloseable {
  private static final String FILTER =
      "(&(objectClass=" + Function.class.getName() + ")(corral.sessions=true))";

  /** How long a bundle may be away that is being updated. */
  private static final long PATIENCE_SECONDS = 10;

  private final ServiceTracker<
          Function<Map<String, Object>, Callable<Integer>>,
          Function<Map<String, Object>, Callable<Integer>>>
      services;

  Sessions(BundleContext context) {
    try {
      services = new ServiceTracker<>(context, FrameworkUtil.createFilter(FILTER), null);
    } catch (InvalidSyntaxException e) {
      throw new AssertionError(FILTER, e);
    }
    services.open();
  }

  /**
   * Opens a session.
   *
   * @param properties what it is to have
   * @return what runs it, in the thread that calls it; to interrupt that thread interrupts the
   *     command that runs
   * @throws IOException if nobody can
   */
  Callable<Integer> open(Map<String, Object> properties) throws IOException, InterruptedException {
    var service = services.waitForService(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    if (service == null) {
      throw new IOException("there is no shell now; corral status says which bundles are away");
    }
    return service.apply(properties);
  }

  /** Whether a session can be opened without waiting. */
  boolean canOpen() {
    return services.getService() != null;
  }

  @Override
  public void close() {
    services.close();
  }
}
