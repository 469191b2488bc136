package corral.shell.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandSession;

/**
 * The channels of a session, open as long as the session.
 *
 * <p>Gogo makes those of the JDK, which close for good when a thread that uses them is interrupted:
 * after one Ctrl-C in the wrong moment a session would be deaf or mute. There is no setter, so that
 * they are put into the session's field.
 */
final class SteadyChannels {
  private SteadyChannels() {}

  /**
   * Replaces those of a session.
   *
   * @param in where its input comes from, a piece at a time
   */
  static void replace(CommandSession session, Input in, OutputStream out, OutputStream errors) {
    try {
      MethodHandles.privateLookupIn(CommandSessionImpl.class, MethodHandles.lookup())
          .findVarHandle(CommandSessionImpl.class, "channels", Channel[].class)
          .set(
              (CommandSessionImpl) session,
              new Channel[] {
                new InputChannel(in), new OutputChannel(out), new ErrorChannel(errors)
              });
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another Gogo than the one that this was written for", e);
    }
  }

  /** Where a session's input comes from. */
  @FunctionalInterface
  interface Input {
    /** Waits for more; nothing at the end. */
    byte[] next() throws IOException;

    /** The input of a stream. */
    static Input of(InputStream in) {
      int most = 8192;
      return () -> {
        var piece = new byte[most];
        return Arrays.copyOf(piece, Math.max(0, in.read(piece)));
      };
    }
  }

  private static class Steady implements Channel {
    @Override
    public final boolean isOpen() {
      return true;
    }

    @Override
    public final void close() {}
  }

  private static final class InputChannel extends Steady implements ReadableByteChannel {
    private final Input in;
    private ByteBuffer piece = ByteBuffer.allocate(0);

    InputChannel(Input in) {
      this.in = in;
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
      if (!piece.hasRemaining()) {
        piece = ByteBuffer.wrap(in.next());
      }
      int count = Math.min(piece.remaining(), target.remaining());
      target.put(piece.slice(piece.position(), count));
      piece.position(piece.position() + count);
      return count == 0 ? -1 : count;
    }
  }

  private static class OutputChannel extends Steady implements WritableByteChannel {
    private final OutputStream out;

    OutputChannel(OutputStream out) {
      this.out = out;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      var bytes = new byte[source.remaining()];
      source.get(bytes);
      write(bytes);
      return bytes.length;
    }

    void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }
  }

  /** Without the line that Gogo writes when a command before the last of a pipeline throws. */
  private static final class ErrorChannel extends OutputChannel {
    private static final String OF_GOGO = "gogo: ";

    ErrorChannel(OutputStream errors) {
      super(errors);
    }

    @Override
    void write(byte[] bytes) throws IOException {
      if (!new String(bytes, StandardCharsets.UTF_8).startsWith(OF_GOGO)) {
        super.write(bytes);
      }
    }
  }
}
