package corral.launcher.link;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Closes a link whose other side takes too long, unless it is closed itself before that. */
final class Patience implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Patience.class.getName());

  private final Link link;
  private final Duration most;
  private final Thread thread;

  Patience(Link link, Duration most) {
    this.link = link;
    this.most = most;
    this.thread = Thread.ofPlatform().daemon().name("corral-patience").start(this::runOut);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void runOut() {
    try {
      Thread.sleep(most);
      link.close();
    } catch (InterruptedException _) {
      // It did not take too long.
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the link does not close", e);
    }
  }
}
