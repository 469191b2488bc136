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
  private final Passage passage;
  private boolean mayRun;

  /**
   * A process that waits.
   *
   * @param leave where it waits for a line, or for the end, at which it ends too
   * @param passage through what it goes before its program begins
   */
  LaunchedProcess(Process process, OutputStream leave, Passage passage) {
    this.process = process;
    this.leave = leave;
    this.passage = passage;
  }

  @Override
  public int pid() {
    return (int) process.pid();
  }

  @Override
  public synchronized void go() {
    if (!mayRun) {
      mayRun = true;
      try (leave;
          passage) {
        passage.go(process, leave);
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
    try (leave;
        passage) {
      process.getInputStream().close();
    } catch (IOException alreadyClosed) {
      // There is nobody left to tell.
    }
  }
}
