package corral.launcher;

import corral.launcher.Options.UsageException;
import corral.launcher.link.Endpoint;
import corral.launcher.link.Request.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;

/** Starts Corral as the command line asks, or asks the daemon, and exits with the status. */
public final class Main {
  private static final int CANNOT_START = 2;

  private Main() {}

  /** Exits with the status of the session, or with 2 if there was none. */
  public static void main(String... words) {
    System.exit(start(words));
  }

  private static int start(String... words) {
    try {
      var options = Options.parse(words);
      return switch (options.task()) {
        case HELP -> print(usage());
        case VERSION -> print("Corral " + version() + ", Java " + Runtime.version() + "\n");
        case RUN -> run(options, Setup.of(options));
        case DAEMON -> runDaemon(options, Setup.of(options));
        case EXEC -> new ClientCommand(Verb.EXEC, options).run();
        case STATUS -> new ClientCommand(Verb.STATUS, options).run();
        case STOP -> new ClientCommand(Verb.STOP, options).run();
      };
    } catch (UsageException e) {
      complain(e.getMessage() + " (see corral --help)");
      return CANNOT_START;
    } catch (Exception e) {
      System.getLogger(Main.class.getName()).log(Level.ERROR, "Corral failed", e);
      complain(Complaint.of(e));
      return CANNOT_START;
    }
  }

  private static int run(Options options, Setup setup) throws Exception {
    var properties = setup.properties();
    program(options).ifPresent(program -> properties.putAll(program.properties()));
    try (var corral = new Corral(properties, setup.places().runs(), Main::complain)) {
      closeAtExit(corral);
      corral.start(setup.plan(), setup.places().bundles());
      var status = corral.run();
      if (status.isEmpty()) {
        complain("there is no shell; see " + setup.places().log());
      }
      return status.orElse(CANNOT_START);
    }
  }

  /** What to run; nothing if there is a person to ask. */
  private static Optional<Program> program(Options options) throws IOException {
    var program = Program.of(options);
    return program.isPresent() || Optional.ofNullable(System.console()).isPresent()
        ? program
        : Optional.of(Program.ofFile(Program.INPUT, options.arguments()));
  }

  private static int runDaemon(Options options, Setup setup) throws Exception {
    var places = setup.places();
    var self =
        "process %d, since %s, on host %s"
            .formatted(
                ProcessHandle.current().pid(),
                LocalDateTime.now(ZoneId.systemDefault())
                    .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")),
                setup.host());
    var instance = Instance.take(places.daemon(), self);
    try (var daemon = new Daemon(instance, self, setup.properties(), places.runs())) {
      closeAtExit(daemon);
      daemon.start(setup.plan(), places.bundles(), new Endpoint(places.daemon()));
      print("running: " + self + "\n");
      Readiness.notifySystemd();
      if (options.background()) {
        Readiness.closeStandardStreams();
      }
      daemon.awaitEnd();
    }
    return 0;
  }

  /** A signal ends the process, but not before everything is put back. */
  private static void closeAtExit(AutoCloseable running) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running), "Corral stops"));
  }

  private static void close(AutoCloseable running) {
    try {
      running.close();
    } catch (Exception e) {
      complain(Complaint.of(e));
    }
  }

  private static String usage() throws IOException {
    try (var in = resource("usage.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static InputStream resource(String name) {
    return Objects.requireNonNull(Main.class.getResourceAsStream(name), name);
  }

  private static String version() {
    var version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(version unknown)" : version;
  }

  private static int print(String text) {
    LogFile.OUT.print(text);
    LogFile.OUT.flush();
    return 0;
  }

  static void complain(String line) {
    LogFile.ERR.println("corral: " + line);
  }
}
