package corral.framework.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A channel to a file of Corral. What is read is the content as it was when the channel was opened;
 * what is written goes to the file at once, wherever the position is. Thread-safe.
 */
final class ControlFileChannel implements SeekableByteChannel {
  private final byte @Nullable [] content;
  private final @Nullable ControlFileWriter writer;

  /** Guarded by this. */
  private long position;

  private volatile boolean closed;

  /**
   * A channel.
   *
   * @param content what there is to read; null if the channel is not for reading
   * @param writer where writes go; null if the channel is not for writing
   */
  ControlFileChannel(byte @Nullable [] content, @Nullable ControlFileWriter writer) {
    this.content = content;
    this.writer = writer;
  }

  @Override
  public synchronized int read(ByteBuffer target) throws ClosedChannelException {
    checkOpen();
    if (content == null) {
      throw new NonReadableChannelException();
    }
    if (position >= content.length) {
      return -1;
    }
    int count = Math.min(target.remaining(), content.length - (int) position);
    target.put(content, (int) position, count);
    position += count;
    return count;
  }

  @Override
  public synchronized int write(ByteBuffer source) throws IOException {
    checkOpen();
    if (writer == null) {
      throw new NonWritableChannelException();
    }
    var bytes = new byte[source.remaining()];
    source.get(bytes);
    writer.write(bytes, 0, bytes.length);
    return bytes.length;
  }

  @Override
  public synchronized long position() throws ClosedChannelException {
    checkOpen();
    return position;
  }

  @Override
  public synchronized ControlFileChannel position(long newPosition) throws ClosedChannelException {
    checkOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("Negative position " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws ClosedChannelException {
    checkOpen();
    return content == null ? 0 : content.length;
  }

  /** Changes nothing: there is nothing in a control file that could be cut off. */
  @Override
  public ControlFileChannel truncate(long size) throws ClosedChannelException {
    checkOpen();
    if (writer == null) {
      throw new NonWritableChannelException();
    }
    return this;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }
}
