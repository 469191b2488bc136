package corral.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A shell and so many children of it, each of which sleeps until the input that they share ends: at
 * the latest with this process.
 */
final class Crowd implements AutoCloseable {
  private static final String SCRIPT =
      """
      exec 3<&0
      read go
      i=0
      while [ $i -lt $1 ]; do
        read line <&3 &
        i=$((i + 1))
      done
      echo ready
      wait
      """;

  private static final long PATIENCE_SECONDS = 60;

  private final Process shell;
  private final BufferedReader output;

  /** The shell alone, which waits. */
  Crowd(int children) throws IOException {
    shell =
        new ProcessBuilder(List.of("/bin/sh", "-c", SCRIPT, "crowd", Integer.toString(children)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    output = shell.inputReader(StandardCharsets.UTF_8);
  }

  int pid() {
    return (int) shell.pid();
  }

  /** Returns when all the children are there. */
  void gather() throws IOException {
    shell.getOutputStream().write('\n');
    shell.getOutputStream().flush();
    if (output.readLine() == null) {
      throw new IOException("so many processes cannot be made here");
    }
  }

  /** Returns when all have ended. */
  @Override
  public void close() throws IOException {
    shell.getOutputStream().close();
    try {
      if (!shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("some of " + shell.pid() + "'s children are left");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
