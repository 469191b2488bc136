package corral.shell.console;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * The input of a command that reads what is typed, a line at a time.
 *
 * <p>A plain read of the terminal cannot be given up: the thread would stay in it after Ctrl-C and
 * take the next character from the person's next line.
 */
final class TypedLines implements SteadyChannels.Input {
  private final Terminal terminal;
  private final Runnable interrupt;
  private @Nullable LineReader reader;

  /**
   * What is typed at a terminal.
   *
   * @param interrupt what Ctrl-C does while a line is read
   */
  TypedLines(Terminal terminal, Runnable interrupt) {
    this.terminal = terminal;
    this.interrupt = interrupt;
  }

  @Override
  public synchronized byte[] next() throws IOException {
    if (reader == null) {
      reader = LineReaderBuilder.builder().terminal(terminal).build();
    }
    try {
      return (reader.readLine() + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (EndOfFileException e) {
      return new byte[0];
    } catch (UserInterruptException e) {
      interrupt.run();
      throw new InterruptedIOException("interrupted");
    }
  }
}
