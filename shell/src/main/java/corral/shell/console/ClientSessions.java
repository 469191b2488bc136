package corral.shell.console;

import static java.util.Objects.requireNonNull;

import corral.framework.api.host.Host;
import corral.shell.why.Reasons;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Opens the sessions of the daemon's clients. The launcher asks with what it would give the
 * framework as properties to have a program run, and these:
 *
 * <ul>
 *   <li>{@code corral.in}, {@code corral.out}, {@code corral.errors}: the streams;
 *   <li>{@code corral.directory}: where the session begins;
 *   <li>{@code corral.columns}: the width of the client's terminal, if it has one.
 * </ul>
 *
 * <p>What it gets runs the program in the thread that calls it, and ends the running command when
 * that thread is interrupted. Thread-safe.
 */
@Component(service = Function.class, property = "corral.sessions:Boolean=true")
public final class ClientSessions implements Function<Map<String, Object>, Callable<Integer>> {
  private static final String FAREWELL =
      "corral: the shell has been stopped, and the session with it\n";

  private static final int FAILED = 1;

  private final BundleContext context;
  private final CommandProcessor processor;
  private final Reasons reasons;
  private final Settings settings;

  /** Those that run; guarded by this. */
  private final Set<Dialogue> running = new HashSet<>();

  private boolean stopped;

  /**
   * Opens sessions.
   *
   * @param processor runs the commands
   * @param reasons says why Corral cannot be used, if it cannot
   */
  @Activate
  public ClientSessions(
      BundleContext context, @Reference CommandProcessor processor, @Reference Reasons reasons) {
    this.context = context;
    this.processor = processor;
    this.reasons = reasons;
    this.settings = Settings.read(context::getProperty);
  }

  @Override
  public Callable<Integer> apply(Map<String, Object> session) {
    return () -> run(session);
  }

  /** Ends all sessions when the bundle stops. */
  @Deactivate
  synchronized void stop() {
    stopped = true;
    running.forEach(Dialogue::end);
  }

  private int run(Map<String, Object> wanted) throws Exception {
    var program = Settings.read(name -> (String) wanted.get(name)).program().orElseThrow();
    var columns = Optional.ofNullable((String) wanted.get("corral.columns")).map(Integer::valueOf);
    var directory = part(wanted, "corral.directory", String.class);
    var in = part(wanted, "corral.in", InputStream.class);
    var out = part(wanted, "corral.out", OutputStream.class);
    var errors = part(wanted, "corral.errors", OutputStream.class);
    try (var needs = new Needs(context, reasons)) {
      needs.service(Host.class, "", "host." + settings.host());
      var files = needs.service(FileSystem.class, "(corral=true)", "framework.core");
      var sessions = new Sessions(processor, files, directory);
      try (var session = new Batch(sessions, program, in, out, errors, columns)) {
        int status = run(session);
        if (!isStopped()) {
          return status;
        }
        errors.write(FAREWELL.getBytes(StandardCharsets.UTF_8));
        return FAILED;
      }
    }
  }

  private static <T> T part(Map<String, Object> wanted, String name, Class<T> type) {
    return type.cast(requireNonNull(wanted.get(name), name));
  }

  private int run(Dialogue session) throws InterruptedException {
    add(session);
    try {
      return session.run();
    } finally {
      remove(session);
    }
  }

  private synchronized void add(Dialogue session) {
    running.add(session);
    if (stopped) {
      session.end();
    }
  }

  private synchronized void remove(Dialogue session) {
    running.remove(session);
  }

  private synchronized boolean isStopped() {
    return stopped;
  }
}
