package corral.framework.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a release agent writes: its first part is kept, and the rest is read too, so that it can go
 * on writing. Thread-safe.
 */
final class AgentOutput implements Runnable {
  private static final int LONGEST = 4096;

  /** How long the last of it may be on its way when the agent has ended. */
  private static final long PATIENCE_MILLIS = 1000;

  private final InputStream source;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Guarded by this. */
  private final ByteArrayOutputStream start = new ByteArrayOutputStream();

  AgentOutput(InputStream source) {
    this.source = source;
  }

  /** Reads until nobody can write any more: the agent, or whoever has it from the agent. */
  @Override
  public void run() {
    var part = new byte[LONGEST];
    try (source) {
      for (int length = source.read(part); length >= 0; length = source.read(part)) {
        keep(part, length);
      }
    } catch (IOException closed) {
      // What has come is all there is.
    } finally {
      ended.countDown();
    }
  }

  private synchronized void keep(byte[] part, int length) {
    start.write(part, 0, Math.min(length, LONGEST - start.size()));
  }

  /** What has come by the end of the agent; a child that it leaves may write on for ever. */
  String atTheEnd() {
    try {
      ended.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return start.toString(UTF_8);
    }
  }
}
