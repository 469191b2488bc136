package corral.launcher;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a framework is started with, as the command line asks. Immutable.
 *
 * @param host the name of the host
 */
record Setup(Places places, String host) {
  /** Finds it out; what happens from then on is logged. */
  static Setup of(Options options) throws IOException {
    var setup = new Setup(Places.of(System.getProperties(), options), host(options));
    LogFile.open(setup.places.log());
    // Libraries look through it for their parts; in the framework each bundle has a loader.
    Thread.currentThread().setContextClassLoader(null);
    return setup;
  }

  /** The properties of the framework; every system property is one too. */
  Map<String, String> properties() {
    var properties = new HashMap<String, String>();
    properties.put("felix.fileinstall.dir", places.deploy().toString());
    properties.put("felix.fileinstall.poll", "500");
    properties.put("felix.fileinstall.noInitialDelay", "true");
    properties.put("felix.fileinstall.enableConfigSave", "false");
    var system = System.getProperties();
    system.stringPropertyNames().forEach(name -> properties.put(name, system.getProperty(name)));
    properties.put("corral.host", host);
    properties.put("corral.log", places.log().toString());
    properties.put("corral.state", places.state().toString());
    return properties;
  }

  /** The bundles. */
  BundlePlan plan() throws IOException {
    try (var source =
        new InputStreamReader(Main.resource("bundles.properties"), StandardCharsets.UTF_8)) {
      return BundlePlan.read(source, host);
    }
  }

  private static String host(Options options) {
    if (options.host().isPresent()) {
      return options.host().get();
    }
    if (Files.isReadable(Path.of("/proc/self/stat"))) {
      return "linux";
    }
    Main.complain("there is no /proc here: this is a simulated machine (--host sim)");
    return "sim";
  }
}
