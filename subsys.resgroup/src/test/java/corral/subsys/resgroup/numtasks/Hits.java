package corral.subsys.resgroup.numtasks;

import corral.framework.api.event.ContainerEvent.LimitHit;
import corral.testkit.Testbed;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The limits that were met, as a listener hears of them: {@code /a forkrate 5, 1 so far}. */
final class Hits {
  private static final int PATIENCE_SECONDS = 30;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  Hits(Testbed testbed) {
    testbed.listen(
        announcement -> {
          if (announcement.event() instanceof LimitHit hit) {
            told.add(
                "%s %s %d, %d so far"
                    .formatted(hit.path(), hit.resource(), hit.limit(), hit.failures()));
          }
        });
  }

  /** Waits for the next one; the empty text if none comes. */
  String next() throws InterruptedException {
    var next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return next == null ? "" : next;
  }
}
