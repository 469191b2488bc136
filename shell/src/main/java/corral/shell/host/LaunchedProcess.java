package corral.shell.host;

import corral.framework.api.host.Launch;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that runs, and whose output is copied to a stream as it comes. Thread-safe. */
public final class LaunchedProcess {
  /**
   * How long the last output of an ended process is waited for. It is read at once, but the output
   * does not end while a child of the process still has it open.
   */
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);

  /** How long a process has for its own affairs when it is asked to end. */
  private static final Duration POLITENESS = Duration.ofSeconds(2);

  private static final Logger LOG = System.getLogger(LaunchedProcess.class.getName());
  private static final int SIGNALLED = 128;

  private final Launch launch;
  private final String command;
  private final PrintStream out;
  private final Thread copier;

  private LaunchedProcess(Launch launch, String command, PrintStream out) {
    this.launch = launch;
    this.command = command;
    this.out = out;
    this.copier =
        Thread.ofPlatform().daemon().name("corral-run-" + launch.pid()).unstarted(this::copy);
  }

  /**
   * Lets a process begin.
   *
   * @param command how it is called where it is shown
   * @param out where its output goes; when that cannot be written to any more, the process is ended
   */
  public static LaunchedProcess go(Launch launch, String command, PrintStream out) {
    var process = new LaunchedProcess(launch, command, out);
    process.copier.start();
    launch.go();
    return process;
  }

  /** What an exit status means, for a person. */
  public static String meaning(int status) {
    return status > SIGNALLED
        ? "was ended by signal " + (status - SIGNALLED)
        : "ended with status " + status;
  }

  public int pid() {
    return launch.pid();
  }

  public String command() {
    return command;
  }

  public boolean hasEnded() {
    return launch.exitStatus().isDone();
  }

  /** Whether nobody listens to the process any more. */
  public boolean isUnheard() {
    return out.checkError();
  }

  /** Waits until the process has ended and its output has been copied; returns its exit status. */
  public int await() throws InterruptedException {
    try {
      int status = launch.exitStatus().get();
      copier.join(LAST_OUTPUT);
      return status;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  public void terminate() {
    launch.terminate();
  }

  public void kill() {
    launch.kill();
  }

  /** Ends the process if it still runs, politely at first, and stops listening to it. */
  public void end() {
    endAll(List.of(this));
  }

  /** Ends processes as {@link #end} does, all at the same time. */
  static void endAll(List<LaunchedProcess> processes) {
    var running = processes.stream().filter(process -> !process.hasEnded()).toList();
    running.forEach(LaunchedProcess::terminate);
    try {
      CompletableFuture.allOf(
              running.stream()
                  .map(process -> process.launch.exitStatus())
                  .toArray(CompletableFuture<?>[]::new))
          .get(POLITENESS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.log(Level.DEBUG, "not all processes end when they are asked to", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    running.stream().filter(process -> !process.hasEnded()).forEach(LaunchedProcess::kill);
    processes.forEach(process -> process.launch.close());
  }

  private void copy() {
    try (launch) {
      var buffer = new byte[8192];
      for (int n = launch.output().read(buffer); n >= 0; n = launch.output().read(buffer)) {
        out.write(buffer, 0, n);
        if (isUnheard()) {
          launch.terminate();
          break;
        }
      }
      launch.exitStatus().join();
    } catch (IOException _) {
      // Nobody listens any more: the launch was closed.
    }
  }
}
