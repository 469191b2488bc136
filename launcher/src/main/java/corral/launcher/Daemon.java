package corral.launcher;

import static java.util.stream.Collectors.joining;

import corral.launcher.link.Endpoint;
import corral.launcher.link.Handler;
import corral.launcher.link.Request;
import corral.launcher.link.Server;
import corral.launcher.link.Streams;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Corral without a terminal: it runs until somebody ends it, and does what clients ask for. It is
 * outside of the framework, so that it lives and answers whichever bundle is away. Thread-safe.
 */
final class Daemon implements Handler, AutoCloseable {
  private static final Logger LOG = System.getLogger(Daemon.class.getName());

  private static final Map<Integer, String> STATES =
      Map.of(
          Bundle.INSTALLED, "not resolved",
          Bundle.RESOLVED, "stopped",
          Bundle.STARTING, "starting",
          Bundle.STOPPING, "stopping");

  private final Instance instance;
  private final String description;
  private final Corral corral;
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private Optional<Server> server = Optional.empty();
  private Optional<Sessions> sessions = Optional.empty();
  private boolean closed;

  /**
   * A daemon that does not run yet, and that owns the instance from now on.
   *
   * @param description what {@code status} says of this process
   * @param properties of the framework
   */
  Daemon(Instance instance, String description, Map<String, String> properties, Path runs)
      throws IOException {
    this.instance = instance;
    this.description = description;
    this.corral = new Corral(properties, runs, this::complain);
  }

  /** Starts the bundles, and then listens to clients. */
  void start(BundlePlan plan, Path bundles, Endpoint endpoint)
      throws BundleException, InterruptedException, IOException {
    corral.start(plan, bundles);
    synchronized (this) {
      if (!closed) {
        corral.whenStopping(() -> end.complete(null));
        sessions = Optional.of(corral.sessions());
        server = Optional.of(new Server(endpoint, this));
      }
    }
  }

  /** Waits until somebody wants the end: a client, or whoever stops the framework. */
  void awaitEnd() {
    end.join();
  }

  @Override
  public int serve(Request request, Streams streams) throws Exception {
    return switch (request.verb()) {
      case EXEC -> exec(request.properties(), streams);
      case STATUS -> status(request.properties(), streams);
      case STOP -> stop(streams);
    };
  }

  /** Ends what clients do, stops every bundle, and then tells those who asked for the end. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    complaints.clear();
    try (instance;
        corral) {
      if (server.isPresent()) {
        server.get().end("the daemon has been stopped");
      }
      sessions.ifPresent(Sessions::close);
    } finally {
      ended.complete(complaints.isEmpty() ? 0 : 1);
      server.ifPresent(Server::close);
      end.complete(null);
    }
  }

  private int exec(Map<String, String> properties, Streams streams) throws Exception {
    LOG.log(Level.INFO, "exec: " + properties.get(Program.COMMANDS));
    var session = new HashMap<String, Object>(properties);
    session.put("corral.in", streams.in());
    session.put("corral.out", streams.out());
    session.put("corral.errors", streams.errors());
    return sessions.orElseThrow().open(session).call();
  }

  /** What is mounted is said by the shell's own command, if there is one. */
  private int status(Map<String, String> properties, Streams streams) throws Exception {
    var out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
    out.println("running: " + description);
    out.println("bundles: " + bundles());
    if (!sessions.orElseThrow().canOpen()) {
      return 0;
    }
    var mount = new HashMap<>(properties);
    mount.put(Program.COMMANDS, "mount");
    return exec(mount, streams);
  }

  private String bundles() {
    var workers = corral.workers();
    var away =
        workers.stream()
            .filter(bundle -> STATES.containsKey(bundle.getState()))
            .map(bundle -> bundle.getSymbolicName() + " (" + STATES.get(bundle.getState()) + ")")
            .collect(joining(", "));
    return workers.size() + (away.isEmpty() ? ", all active" : ", not active: " + away);
  }

  private int stop(Streams streams) {
    LOG.log(Level.INFO, "a client asks for the end");
    end.complete(null);
    int status = ended.join();
    var errors = new PrintStream(streams.errors(), true, StandardCharsets.UTF_8);
    complaints.forEach(line -> errors.println("corral: " + line));
    return status;
  }

  private void complain(String line) {
    complaints.add(line);
    Main.complain(line);
  }
}
