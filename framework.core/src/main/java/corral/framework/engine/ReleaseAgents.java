package corral.framework.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.AgentRun;
import corral.framework.api.host.Host;
import corral.framework.api.host.Host.LaunchRequest;
import corral.framework.api.host.Launch;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the release agents and keeps a log of their runs. Thread-safe; the threads are made when
 * there is something to run and end with {@link #close}.
 */
final class ReleaseAgents implements AutoCloseable {
  /** The environment of seed 001's {@code container_release_agent}. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOME", "/", "PATH", "/sbin:/bin:/usr/sbin:/usr/bin");

  private static final Logger LOG = System.getLogger("corral.framework.release");
  private static final int LONGEST_LOG = 100;
  private static final int LONGEST_OUTPUT = 4096;

  private final Supplier<@Nullable Host> host;

  /** A thread for each agent that runs, and none when none does. */
  private final ExecutorService runners =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          0,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("corral-agent-", 0).factory());

  /** Oldest first; guarded by this. */
  private final Deque<AgentRun> log = new ArrayDeque<>();

  /** Guarded by this. */
  private CompletableFuture<AgentRun> next = new CompletableFuture<>();

  ReleaseAgents(Supplier<@Nullable Host> host) {
    this.host = host;
  }

  /** Starts an agent for a released container; nobody waits for it. */
  void run(String agent, String path, int hierarchy) {
    runners.execute(
        () -> {
          var run = runToEnd(agent, path, hierarchy);
          LOG.log(
              run.exitStatus() == 0 ? Level.INFO : Level.WARNING,
              "release agent {0} {1}: exit status {2} {3}",
              agent,
              path,
              run.exitStatus(),
              run.output().strip());
          finished(run);
        });
  }

  private AgentRun runToEnd(String agent, String path, int hierarchy) {
    var machine = host.get();
    if (machine == null) {
      return new AgentRun(agent, path, hierarchy, 0, 127, "there is no host to run it on");
    }
    var request = new LaunchRequest(List.of(agent, path), ENVIRONMENT, false);
    try (var launch = machine.launch(request)) {
      launch.go();
      String output = readStart(launch);
      int status = launch.exitStatus().join();
      return new AgentRun(agent, path, hierarchy, launch.pid(), status, output);
    } catch (ContainerException | IOException e) {
      return new AgentRun(agent, path, hierarchy, 0, 127, String.valueOf(e.getMessage()));
    }
  }

  /** The first of what the agent writes; the rest is read too, so that it can go on writing. */
  private static String readStart(Launch launch) throws IOException {
    try (var output = launch.output()) {
      var start = output.readNBytes(LONGEST_OUTPUT);
      output.transferTo(OutputStream.nullOutputStream());
      return new String(start, UTF_8);
    }
  }

  private void finished(AgentRun run) {
    CompletableFuture<AgentRun> awaited;
    synchronized (this) {
      log.addLast(run);
      if (log.size() > LONGEST_LOG) {
        log.removeFirst();
      }
      awaited = next;
      next = new CompletableFuture<>();
    }
    awaited.complete(run);
  }

  synchronized List<AgentRun> log() {
    return List.copyOf(log);
  }

  synchronized CompletableFuture<AgentRun> next() {
    return next.copy();
  }

  @Override
  public void close() {
    runners.shutdownNow();
    synchronized (this) {
      next.cancel(false);
    }
  }
}
