package corral.itest;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.concurrent.TimeUnit;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.util.tracker.ServiceTracker;

/** Services, some of which come a moment after their bundle has started. */
final class Services {
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private Services() {}

  static <T> T awaited(Class<T> type) throws InterruptedException {
    return type.cast(awaited("(objectClass=" + type.getName() + ")"));
  }

  static Object awaited(String filter) throws InterruptedException {
    var context = FrameworkUtil.getBundle(Services.class).getBundleContext();
    try {
      var tracker = new ServiceTracker<>(context, context.createFilter(filter), null);
      tracker.open(true);
      try {
        var service = tracker.waitForService(PATIENCE_MILLIS);
        assertNotNull(service, filter);
        return service;
      } finally {
        tracker.close();
      }
    } catch (InvalidSyntaxException e) {
      throw new AssertionError("no filter: " + filter, e);
    }
  }
}
