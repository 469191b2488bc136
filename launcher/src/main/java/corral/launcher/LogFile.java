package corral.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Sends everything that nobody asked for to a file: the loggers of all bundles, and whatever a
 * library prints.
 */
final class LogFile {
  /** The standard output and error as they were, for what is meant for the person. */
  static final PrintStream OUT = System.out;

  static final PrintStream ERR = System.err;

  private static final int LONGEST_BYTES = 1 << 20;
  private static final int GENERATIONS = 3;

  private LogFile() {}

  /** Logs to {@code DIRECTORY/corral.0.log}, or a file beside it if another run logs there. */
  static void open(Path directory) throws IOException {
    Files.createDirectories(directory);
    LogManager.getLogManager().reset();
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
    var handler =
        new FileHandler(
            directory.resolve("corral.%g.log").toString(), LONGEST_BYTES, GENERATIONS, true);
    handler.setFormatter(new SimpleFormatter());
    handler.setEncoding(StandardCharsets.UTF_8.name());
    Logger.getLogger("").addHandler(handler);
    System.setOut(lines("stdout"));
    System.setErr(lines("stderr"));
  }

  private static PrintStream lines(String name) {
    return new PrintStream(new LineLogger(Logger.getLogger(name)), true, StandardCharsets.UTF_8);
  }

  /** Logs each line that is written to it. */
  private static final class LineLogger extends OutputStream {
    private final Logger logger;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineLogger(Logger logger) {
      this.logger = logger;
    }

    @Override
    public synchronized void write(int b) {
      if (b != '\n') {
        line.write(b);
      } else if (line.size() > 0) {
        logger.info(line.toString(StandardCharsets.UTF_8));
        line.reset();
      }
    }
  }
}
