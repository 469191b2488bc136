package corral.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts of the command {@code corral}, as a person would start it.
 *
 * @param directory where it is started, and keeps its state
 * @param options more options for its virtual machine
 */
record Command(Path program, Path directory, String options) {
  private static final long PATIENCE_SECONDS = 120;

  /**
   * What a start came to.
   *
   * @param status its exit status
   */
  record Outcome(int status, String out, String errors) {}

  /** The command of this checkout. */
  static Command in(Path directory) {
    return new Command(Path.of("../corral").toAbsolutePath().normalize(), directory, "");
  }

  /** The same with an option for its virtual machine. */
  Command with(String option) {
    return new Command(program, directory, option);
  }

  /** Starts it and waits for its end. */
  Outcome run(String... words) throws IOException, InterruptedException {
    return runWithInput("", words);
  }

  /** Starts it with a standard input, and waits for its end. */
  Outcome runWithInput(String input, String... words) throws IOException, InterruptedException {
    var in = Files.writeString(directory.resolve("in"), input);
    var out = directory.resolve("out");
    var errors = directory.resolve("errors");
    var process =
        builder(words)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    return new Outcome(end(process), Files.readString(out), Files.readString(errors));
  }

  /** Starts it; its output is there to be read. */
  Process start(String... words) throws IOException {
    return builder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Waits for the end of a start. */
  static int end(Process process) throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it has not ended within " + PATIENCE_SECONDS + " s");
    }
    return process.exitValue();
  }

  /** What the runs that are under way, or were killed, have in the file system. */
  List<Path> traces() {
    try (var traces = Files.list(directory.resolve("corral/run"))) {
      return traces.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder builder(String... words) {
    var line = Stream.concat(Stream.of(program.toString()), Stream.of(words)).toList();
    var builder = new ProcessBuilder(line).directory(directory.toFile());
    builder.environment().put("XDG_STATE_HOME", directory.toString());
    builder.environment().put("CORRAL_JAVA_OPTIONS", options);
    return builder;
  }
}
