package corral.launcher.link;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to the client, at most a few frames: a client that does not read makes the
 * commands wait, as a full pipe does. It is sent by a thread that nobody interrupts, as an
 * interrupted one would break the connection. Thread-safe.
 */
final class Outbox {
  private static final int MOST_FRAMES = 16;

  private final Link link;
  private final CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();

  /** Guarded by this, as the two below. */
  private final Queue<Frame> frames = new ArrayDeque<>();

  private boolean isClosed;
  private boolean isBroken;

  Outbox(Link link) {
    this.link = link;
  }

  void start() {
    Thread.ofVirtual().name("corral-outbox").start(this::sendAll);
  }

  /**
   * Puts a frame in, and waits while there is no room. After the last frame it goes to nobody.
   *
   * @throws InterruptedIOException if the thread is interrupted meanwhile
   * @throws IOException if the client has gone
   */
  synchronized void put(Frame frame) throws IOException {
    try {
      while (!isClosed && !isBroken && frames.size() >= MOST_FRAMES) {
        wait();
      }
    } catch (InterruptedException _) {
      throw new InterruptedIOException("interrupted");
    }
    if (isBroken) {
      throw new IOException("the client has gone");
    }
    if (!isClosed) {
      frames.add(frame);
      notifyAll();
    }
  }

  /** Puts the last frame in, and waits until it has gone, even if the thread is interrupted. */
  void close(Frame last) {
    synchronized (this) {
      frames.add(last);
      isClosed = true;
      notifyAll();
    }
    sent.join();
  }

  /** The client has gone: whoever puts something in is told so. */
  synchronized void breakOff() {
    isBroken = true;
    frames.clear();
    notifyAll();
  }

  private void sendAll() {
    try {
      for (var frame = take(); frame.isPresent(); frame = take()) {
        link.send(frame.get());
      }
    } catch (IOException | InterruptedException _) {
      breakOff();
    } finally {
      sent.complete(null);
    }
  }

  /** Waits for the next frame; nothing after the last. */
  private synchronized Optional<Frame> take() throws InterruptedException {
    while (frames.isEmpty() && !isClosed && !isBroken) {
      wait();
    }
    notifyAll();
    return Optional.ofNullable(frames.poll());
  }
}
