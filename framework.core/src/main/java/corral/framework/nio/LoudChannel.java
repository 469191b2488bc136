package corral.framework.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * A channel whose refused writes are heard: they throw {@link WriteRefusedException}, which is
 * unchecked. A shell puts a {@link java.io.PrintStream} on the channel of a redirection, and that
 * keeps every {@link IOException} to itself, so that the write would look like one that was done.
 * As thread-safe as the channel behind it.
 */
final class LoudChannel implements SeekableByteChannel {
  private final SeekableByteChannel channel;
  private final String path;

  LoudChannel(SeekableByteChannel channel, String path) {
    this.channel = channel;
    this.path = path;
  }

  @Override
  public int write(ByteBuffer source) throws ClosedChannelException {
    try {
      return channel.write(source);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw new WriteRefusedException(Refusals.of(path, e));
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return channel.read(target);
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public LoudChannel position(long newPosition) throws IOException {
    channel.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public LoudChannel truncate(long size) throws IOException {
    channel.truncate(size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
