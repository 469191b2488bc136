package corral.launcher;

import corral.launcher.Options.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Starts Corral as the command line asks and exits with its status.
 *
 * <p>Every system property is a property of the framework too.
 */
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
        case RUN -> run(options);
      };
    } catch (UsageException e) {
      complain(e.getMessage() + " (see corral --help)");
      return CANNOT_START;
    } catch (Exception e) {
      System.getLogger(Main.class.getName()).log(Level.ERROR, "Corral failed", e);
      complain(Objects.requireNonNullElseGet(e.getMessage(), e::toString));
      return CANNOT_START;
    }
  }

  private static int run(Options options) throws Exception {
    var places = Places.of(System.getProperties());
    var log = options.log().orElse(places.log());
    var host = options.host().orElseGet(Main::host);
    LogFile.open(log);
    // Libraries look through it for their parts; in the framework each bundle has a loader.
    Thread.currentThread().setContextClassLoader(null);
    try (var corral =
        new Corral(properties(options, places, host, log), places.runs(), Main::complain)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(corral), "Corral stops"));
      corral.start(plan(host), places.bundles());
      var status = corral.run();
      if (status.isEmpty()) {
        complain("there is no shell; see " + log);
      }
      return status.orElse(CANNOT_START);
    }
  }

  private static String host() {
    if (Files.isReadable(Path.of("/proc/self/stat"))) {
      return "linux";
    }
    complain("there is no /proc here: this is a simulated machine (--host sim)");
    return "sim";
  }

  private static Map<String, String> properties(
      Options options, Places places, String host, Path log) {
    var properties = new HashMap<String, String>();
    properties.put("felix.fileinstall.dir", places.deploy().toString());
    properties.put("felix.fileinstall.poll", "500");
    properties.put("felix.fileinstall.noInitialDelay", "true");
    properties.put("felix.fileinstall.enableConfigSave", "false");
    var system = System.getProperties();
    system.stringPropertyNames().forEach(name -> properties.put(name, system.getProperty(name)));
    properties.put("corral.host", host);
    properties.put("corral.log", log.toString());
    properties.put("corral.state", places.state().toString());
    properties.put("corral.arguments", String.join("\n", options.arguments()));
    options.commands().ifPresent(commands -> properties.put("corral.commands", commands));
    options.file().ifPresent(file -> properties.put("corral.file", file));
    return properties;
  }

  private static BundlePlan plan(String host) throws IOException {
    try (var source =
        new InputStreamReader(resource("bundles.properties"), StandardCharsets.UTF_8)) {
      return BundlePlan.read(source, host);
    }
  }

  private static String usage() throws IOException {
    try (var in = resource("usage.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream resource(String name) {
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

  private static void complain(String line) {
    LogFile.ERR.println("corral: " + line);
  }

  private static void stop(Corral corral) {
    try {
      corral.close();
    } catch (IOException e) {
      complain(Complaint.of(e));
    }
  }
}
