package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.AgentRun;
import corral.framework.api.host.Host;
import corral.framework.api.host.Host.LaunchRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
 * Runs the release agents and notes their runs in the logs of their hierarchies. Thread-safe; the
 * threads are made when there is something to run and end with {@link #close}.
 */
final class ReleaseAgents implements AutoCloseable {
  /** The environment of seed 001's {@code container_release_agent}. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOME", "/", "PATH", "/sbin:/bin:/usr/sbin:/usr/bin");

  private static final Logger LOG = System.getLogger("corral.framework.release");

  /** What a shell answers for a program that there is not. */
  private static final int NOT_STARTED = 127;

  private final Supplier<@Nullable Host> host;

  /** A thread for each agent that runs, and one for what it writes; none when none does. */
  private final ExecutorService runners =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          0,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("corral-agent-", 0).factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  /** Guarded by this. */
  private CompletableFuture<AgentRun> next = new CompletableFuture<>();

  ReleaseAgents(Supplier<@Nullable Host> host) {
    this.host = host;
  }

  /** Starts an agent for a released container; nobody waits for it. */
  void run(String agent, String path, HierarchyRoot hierarchy) {
    runners.execute(
        () -> {
          long now = System.currentTimeMillis();
          var begun = new AgentRun(now, agent, path, hierarchy.id(), 0, AgentRun.RUNNING, "");
          var run = runToEnd(begun, hierarchy.agentLog());
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

  /** It is in the log before its first instruction. */
  private AgentRun runToEnd(AgentRun begun, AgentLog log) {
    var machine = host.get();
    if (machine == null) {
      return notStarted(begun, "there is no host to run it on", log);
    }
    var request = new LaunchRequest(List.of(begun.agent(), begun.path()), ENVIRONMENT, false);
    try (var launch = machine.launch(request)) {
      var running = with(begun, launch.pid(), AgentRun.RUNNING, "");
      log.add(running);
      launch.go();
      var output = new AgentOutput(launch.output());
      runners.execute(output);
      int status = launch.exitStatus().join();
      var ended = with(begun, launch.pid(), status, output.atTheEnd());
      log.end(running, ended);
      return ended;
    } catch (ContainerException refused) {
      return notStarted(begun, String.valueOf(refused.getMessage()), log);
    }
  }

  private static AgentRun notStarted(AgentRun begun, String reason, AgentLog log) {
    var run = with(begun, 0, NOT_STARTED, reason);
    log.add(run);
    return run;
  }

  private static AgentRun with(AgentRun run, int pid, int exitStatus, String output) {
    return new AgentRun(
        run.startedMillis(), run.agent(), run.path(), run.hierarchy(), pid, exitStatus, output);
  }

  private void finished(AgentRun run) {
    CompletableFuture<AgentRun> awaited;
    synchronized (this) {
      awaited = next;
      next = new CompletableFuture<>();
    }
    awaited.complete(run);
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
