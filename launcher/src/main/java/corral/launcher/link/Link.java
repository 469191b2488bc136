package corral.launcher.link;

import corral.launcher.link.Frame.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One end of a connection. One thread may receive while others send.
 *
 * <p>A thread that is interrupted while it sends or receives breaks the connection, as always with
 * channels: threads that can be interrupted stay away from it.
 */
final class Link implements AutoCloseable {
  /** Goes up whenever the two sides of another version would misunderstand each other. */
  static final int VERSION = 1;

  private static final byte[] NAME = "corral".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;

  Link(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Says who this is, and hears who that is.
   *
   * @throws ProtocolException if that is somebody else, or another version
   */
  void greet() throws IOException {
    var own = ByteBuffer.allocate(NAME.length + Integer.BYTES).put(NAME).putInt(VERSION).flip();
    send(own);
    var theirs = receive(own.limit()).orElseThrow(EOFException::new);
    var name = new byte[NAME.length];
    theirs.get(name);
    if (!Arrays.equals(name, NAME)) {
      throw new ProtocolException("that is not Corral");
    }
    int version = theirs.getInt();
    if (version != VERSION) {
      throw new ProtocolException(
          "versions differ: protocol %d here, %d there; stop the daemon and start it again"
              .formatted(VERSION, version));
    }
  }

  void send(Frame frame) throws IOException {
    var header =
        ByteBuffer.allocate(Frame.HEADER_BYTES)
            .put(frame.kind().code())
            .putInt(frame.content().length)
            .flip();
    send(header, ByteBuffer.wrap(frame.content()));
  }

  /** Waits for what comes next; nothing if the other side has closed. */
  Optional<Frame> receive() throws IOException {
    var header = receive(Frame.HEADER_BYTES);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    var kind = Kind.of(header.get().get());
    int length = header.get().getInt();
    if (kind.isEmpty() || length < 0 || length > Frame.LONGEST) {
      throw new ProtocolException("no frame begins so");
    }
    return Optional.of(
        new Frame(kind.get(), receive(length).orElseThrow(EOFException::new).array()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private synchronized void send(ByteBuffer... pieces) throws IOException {
    var last = pieces[pieces.length - 1];
    // They are written in their order, and a header is never empty.
    do {
      channel.write(pieces);
    } while (last.hasRemaining() || pieces[0].hasRemaining());
  }

  private Optional<ByteBuffer> receive(int count) throws IOException {
    var bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        if (bytes.position() == 0) {
          return Optional.empty();
        }
        throw new EOFException();
      }
    }
    return Optional.of(bytes.flip());
  }
}
