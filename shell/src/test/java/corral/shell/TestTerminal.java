package corral.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;

/**
 * A terminal somewhere else, as one that is used over ssh: a test types, and reads what is sent.
 */
final class TestTerminal extends ExternalTerminal {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final PipedOutputStream keyboard;
  private final Screen screen;

  TestTerminal(String type, Size size) throws IOException {
    this(type, size, new PipedOutputStream(), new Screen());
  }

  private TestTerminal(String type, Size size, PipedOutputStream keyboard, Screen screen)
      throws IOException {
    super("test", type, new PipedInputStream(keyboard), screen, UTF_8);
    this.keyboard = keyboard;
    this.screen = screen;
    setSize(size);
  }

  /** What was sent to it. */
  private static final class Screen extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      bytes.write(b);
      notifyAll();
    }

    @Override
    public synchronized void write(byte[] more, int offset, int length) {
      bytes.write(more, offset, length);
      notifyAll();
    }

    synchronized String shown() {
      return bytes.toString(UTF_8);
    }

    synchronized void await(String text, int times) throws InterruptedException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (shown().split(Pattern.quote(text), -1).length <= times) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          throw new AssertionError("no " + text + " in " + shown());
        }
        wait(millis);
      }
    }
  }

  String shown() {
    return screen.shown();
  }

  /** Waits until this has been sent to it. */
  void await(String text) throws InterruptedException {
    await(text, 1);
  }

  /** Waits until this has been sent to it so many times. */
  void await(String text, int times) throws InterruptedException {
    screen.await(text, times);
  }

  void type(String keys) {
    try {
      keyboard.write(keys.getBytes(UTF_8));
      keyboard.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody is there any more. */
  void hangUp() throws IOException {
    keyboard.close();
  }
}
