package corral.host.linux;

import corral.framework.api.host.Launch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** A process that waits for a line, or has got it. Thread-safe. */
final class LaunchedProcess implements Launch {
  private final Process process;
  private final OutputStream leave;
  private boolean mayRun;

  /**
   * A process that waits.
   *
   * @param leave where it waits for a line, or for the end, at which it ends too
   */
  LaunchedProcess(Process process, OutputStream leave) {
    this.process = process;
    this.leave = leave;
  }

  @Override
  public int pid() {
    return (int) process.pid();
  }

  @Override
  public synchronized void go() {
    if (!mayRun) {
      mayRun = true;
      try (leave) {
        leave.write('\n');
      } catch (IOException ended) {
        // Its exit status tells.
      }
    }
  }

  @Override
  public InputStream output() {
    return process.getInputStream();
  }

  @Override
  public CompletableFuture<Integer> exitStatus() {
    return process.onExit().thenApply(Process::exitValue);
  }

  @Override
  public void terminate() {
    process.destroy();
  }

  @Override
  public void kill() {
    process.destroyForcibly();
  }

  /** A process that still waits is ended by force, for it may be stopped. */
  @Override
  public synchronized void close() {
    if (!mayRun) {
      process.destroyForcibly();
    }
    try (leave) {
      process.getInputStream().close();
    } catch (IOException alreadyClosed) {
      // There is nobody left to tell.
    }
  }
}
