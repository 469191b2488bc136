package corral.shell.console;

import corral.shell.why.Reasons;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.util.tracker.ServiceTracker;

/** The services that a session cannot do without. Belongs to one thread. */
final class Needs implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final BundleContext context;
  private final Reasons reasons;
  private final Deque<ServiceTracker<?, ?>> trackers = new ArrayDeque<>();

  /**
   * Waits for services.
   *
   * @param reasons says why one does not come
   */
  Needs(BundleContext context, Reasons reasons) {
    this.context = context;
    this.reasons = reasons;
  }

  /**
   * Waits for a service.
   *
   * @param filter what it must have; empty for any
   * @param bundle the bundle that should offer it
   * @throws IOException if it does not come, and why
   */
  <S> S service(Class<S> type, String filter, String bundle)
      throws IOException, InterruptedException, InvalidSyntaxException {
    var ofType = "(" + Constants.OBJECTCLASS + "=" + type.getName() + ")";
    var tracker =
        new ServiceTracker<S, S>(context, context.createFilter("(&" + ofType + filter + ")"), null);
    trackers.push(tracker);
    tracker.open();
    var service = tracker.waitForService(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    if (service == null) {
      var reason = reasons.of(bundle).orElse(bundle + " is not installed");
      throw new IOException("no " + type.getSimpleName() + ": " + reason);
    }
    return service;
  }

  @Override
  public void close() {
    try {
      trackers.forEach(ServiceTracker::close);
    } catch (IllegalStateException stopped) {
      // The framework has given everything back when this bundle stopped.
    }
  }
}
