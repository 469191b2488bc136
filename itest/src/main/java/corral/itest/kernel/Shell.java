package corral.itest.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A process of one thread that carries out a line of shell at a time. */
final class Shell {
  private final Process process;
  private final BufferedReader output;

  Shell() throws IOException {
    process = new ProcessBuilder("sh").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    output = process.inputReader(StandardCharsets.UTF_8);
  }

  int pid() {
    return (int) process.pid();
  }

  /** Carries a line out that needs not answer. */
  void tell(String command) {
    try {
      var input = process.outputWriter(StandardCharsets.UTF_8);
      input.write(command + "\n");
      input.flush();
    } catch (IOException e) {
      throw new IllegalStateException(command, e);
    }
  }

  /** Carries a line out and returns the line that it prints. */
  String ask(String command) {
    tell(command);
    try {
      var answer = output.readLine();
      if (answer == null) {
        throw new IllegalStateException("no answer to " + command);
      }
      return answer;
    } catch (IOException e) {
      throw new IllegalStateException(command, e);
    }
  }

  /** Ends the process for good. */
  void end() {
    process.destroyForcibly().onExit().join();
  }
}
