package corral.shell.console;

import corral.framework.api.host.Host;
import corral.shell.why.Reasons;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.felix.service.command.CommandProcessor;
import org.jline.reader.Completer;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * What runs in the main thread of the process: the session that the launcher was asked for. Answers
 * with the exit status, or throws what kept the session from beginning.
 */
@Component(service = Callable.class, property = "corral.main.thread:Boolean=true")
public final class Console implements Callable<Integer> {
  private final BundleContext context;
  private final CommandProcessor processor;
  private final Reasons reasons;
  private final Settings settings;

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile List<Completer> completers = List.of();

  private @Nullable Dialogue dialogue;
  private boolean stopped;

  /**
   * A console.
   *
   * @param processor runs the commands
   * @param reasons says why Corral cannot be used, if it cannot
   */
  @Activate
  public Console(
      BundleContext context, @Reference CommandProcessor processor, @Reference Reasons reasons) {
    this.context = context;
    this.processor = processor;
    this.reasons = reasons;
    this.settings = Settings.read(context::getProperty);
  }

  @Override
  public Integer call() throws Exception {
    try (var needs = new Needs(context, reasons)) {
      var host = needs.service(Host.class, "", "host." + settings.host());
      var files = needs.service(FileSystem.class, "(corral=true)", "framework.core");
      var sessions = new Sessions(processor, files, System.getProperty("user.dir"));
      var program = settings.program();
      try (var begun =
          begin(
              program.isPresent() ? batch(sessions, program.get()) : interactive(sessions, host))) {
        return begun.run();
      }
    } catch (IOException e) {
      throw new IOException(ErrorLine.reason(e), e);
    }
  }

  /** Ends the session when the bundle stops. */
  @Deactivate
  synchronized void stop() {
    stopped = true;
    if (dialogue != null) {
      dialogue.end();
    }
  }

  private synchronized Dialogue begin(Dialogue begun) {
    dialogue = begun;
    if (stopped) {
      begun.end();
    }
    return begun;
  }

  private static Dialogue batch(Sessions sessions, Program program) throws IOException {
    return new Batch(
        sessions,
        program,
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        Optional.ofNullable(System.getenv("COLUMNS")).map(Integer::valueOf));
  }

  private Dialogue interactive(Sessions sessions, Host host) throws IOException {
    var terminal =
        TerminalBuilder.builder()
            .name("corral")
            .system(true)
            .nativeSignals(true)
            .signalHandler(Terminal.SignalHandler.SIG_IGN)
            .build();
    var noColour = System.getenv("NO_COLOR");
    var look = new Look(terminal, noColour == null || noColour.isEmpty());
    terminal.writer().println(look.welcome(host));
    var history = settings.state().map(state -> state.resolve("history"));
    return new Interactive(sessions, terminal, look, history, () -> completers);
  }
}
