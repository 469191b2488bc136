package corral.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process with so many threads, which do nothing until its input ends. */
final class ManyThreads {
  private static final long STACK_BYTES = 1 << 16;
  private static final long PATIENCE_SECONDS = 30;

  private ManyThreads() {}

  /** Returns when all its threads have started. */
  static Process start(int threads) throws IOException {
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ManyThreads.class.getName(),
                    Integer.toString(threads)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() < 0) {
      throw new IOException("no process with " + threads + " threads can be made here");
    }
    return process;
  }

  static void end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  /** Says that it is ready, and ends with its input. */
  public static void main(String... args) throws IOException {
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      var thread = new Thread(null, LockSupport::park, "idle", STACK_BYTES);
      thread.setDaemon(true);
      thread.start();
    }
    System.out.write('.');
    System.out.flush();
    System.in.read();
  }
}
