package corral.launcher.link;

import corral.launcher.link.Frame.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The client's standard input as commands read it: a piece is asked for when one is wanted. One
 * thread may read at a time while another delivers.
 */
final class Inbox extends InputStream {
  private final Outbox outbox;
  private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
  private byte[] piece = new byte[0];
  private int next;
  private boolean hasAsked;
  private boolean hasEnded;

  /** An input that is asked for through an outbox. */
  Inbox(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Takes a piece that has come; nothing at the end of the input. */
  void deliver(byte[] arrived) {
    pieces.add(arrived);
  }

  @Override
  public synchronized int read() throws IOException {
    return await() ? piece[next++] & 0xff : -1;
  }

  @Override
  public synchronized int read(byte[] target, int from, int most) throws IOException {
    if (most == 0) {
      return 0;
    }
    if (!await()) {
      return -1;
    }
    int count = Math.min(most, piece.length - next);
    System.arraycopy(piece, next, target, from, count);
    next += count;
    return count;
  }

  @Override
  public synchronized int available() {
    return piece.length - next;
  }

  /** Waits until there is something to read; false at the end. */
  private boolean await() throws IOException {
    if (next < piece.length || hasEnded) {
      return !hasEnded;
    }
    // Who was interrupted has left a question behind, whose answer is for the next one.
    if (!hasAsked) {
      outbox.put(Frame.of(Kind.ASK));
      hasAsked = true;
    }
    try {
      piece = pieces.take();
    } catch (InterruptedException _) {
      throw new InterruptedIOException("interrupted");
    }
    next = 0;
    hasAsked = false;
    hasEnded = piece.length == 0;
    return !hasEnded;
  }
}
