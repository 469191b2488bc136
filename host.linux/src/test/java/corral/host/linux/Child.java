package corral.host.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of a test's own, which ends with the test. It may read lines and write lines. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private Child(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** A shell that runs a script. */
  static Child sh(String script) throws IOException {
    return new Child(List.of("/bin/sh", "-c", script));
  }

  /** A Java program among the tests. */
  static Child java(Class<?> main, String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return new Child(command);
  }

  int pid() {
    return (int) process.pid();
  }

  /** Waits for a line of the child's. */
  String hear() throws IOException {
    var line = output.readLine();
    if (line == null) {
      throw new IOException("the child has ended");
    }
    return line;
  }

  /** Gives the child a line to read. */
  void tell(String line) throws IOException {
    var input = process.outputWriter(StandardCharsets.UTF_8);
    input.write(line + "\n");
    input.flush();
  }

  /** Waits for the end of the child; 128 plus the signal's number if one ended it. */
  int exitStatus() throws InterruptedException {
    return process.waitFor();
  }

  /** Waits until the child has ended by itself, its input being at an end. */
  void end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    process.waitFor();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
