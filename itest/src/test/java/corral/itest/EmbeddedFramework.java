package corral.itest;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A framework of its own, with the bundles that the launcher lays out and the simulated machine.
 * The test is outside, so that each of them can be refreshed; it knows their services by name.
 */
final class EmbeddedFramework implements AutoCloseable {
  private static final Path BUNDLES = Path.of("../launcher/target/corral/bundles");
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(20);

  /** Not started by the launcher either, or without use here. */
  private static final List<String> LEFT_OUT =
      List.of("host.linux", "org.apache.felix.gogo.jline", "org.apache.felix.fileinstall");

  /** Shares the packages of OSGi with the test, but not what two frameworks have both. */
  private static final class Shared extends ClassLoader {
    Shared() {
      super(getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("org.osgi.")) {
        return Class.forName(name, false, EmbeddedFramework.class.getClassLoader());
      }
      throw new ClassNotFoundException(name);
    }
  }

  private final URLClassLoader loader;
  private final Framework framework;

  /** Starts the framework whose classes have names that begin so. */
  EmbeddedFramework(String implementation, Path storage) throws Exception {
    var factory =
        ServiceLoader.load(FrameworkFactory.class).stream()
            .map(ServiceLoader.Provider::type)
            .filter(type -> type.getName().startsWith(implementation))
            .findFirst()
            .orElseThrow();
    var jar = factory.getProtectionDomain().getCodeSource().getLocation();
    loader = new URLClassLoader(new URL[] {jar}, new Shared());
    framework =
        ((FrameworkFactory)
                loader.loadClass(factory.getName()).getDeclaredConstructor().newInstance())
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    storage.toString(),
                    "felix.service.urlhandlers",
                    "false",
                    "corral.host",
                    "sim"));
    framework.start();
    try (var jars = Files.list(BUNDLES)) {
      for (var bundle : jars.sorted().toList()) {
        framework.getBundleContext().installBundle(bundle.toUri().toString());
      }
    }
    for (var bundle : framework.getBundleContext().getBundles()) {
      if (!LEFT_OUT.contains(bundle.getSymbolicName())) {
        bundle.start();
      }
    }
  }

  Bundle bundle(String symbolicName) {
    return Stream.of(framework.getBundleContext().getBundles())
        .filter(bundle -> bundle.getSymbolicName().equals(symbolicName))
        .findFirst()
        .orElseThrow();
  }

  /** Updates a bundle, and all that use its packages with it. */
  void update(Bundle bundle) throws BundleException, IOException, InterruptedException {
    try (var jar = Files.newInputStream(BUNDLES.resolve(bundle.getSymbolicName() + ".jar"))) {
      bundle.update(jar);
    }
    var refreshed = new CountDownLatch(1);
    framework
        .adapt(FrameworkWiring.class)
        .refreshBundles(List.of(bundle), _ -> refreshed.countDown());
    if (!refreshed.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new AssertionError(bundle + " is not refreshed");
    }
  }

  /** A service, which may come a moment after its bundle has started. */
  Object service(String filter) throws InterruptedException, InvalidSyntaxException {
    var services =
        new ServiceTracker<Object, Object>(
            framework.getBundleContext(), FrameworkUtil.createFilter(filter), null);
    services.open(true);
    try {
      return requireNonNull(services.waitForService(PATIENCE_MILLIS), "no service " + filter);
    } finally {
      services.close();
    }
  }

  /** Types a line into the shell; what it answers. */
  String type(String line) throws Exception {
    var processor = service("(objectClass=org.apache.felix.service.command.CommandProcessor)");
    var out = new ByteArrayOutputStream();
    var session =
        processor
            .getClass()
            .getMethod("createSession", InputStream.class, OutputStream.class, OutputStream.class)
            .invoke(processor, InputStream.nullInputStream(), out, out);
    try (var _ = (AutoCloseable) session) {
      var value = session.getClass().getMethod("execute", CharSequence.class).invoke(session, line);
      return out.toString(StandardCharsets.UTF_8) + (value == null ? "" : value);
    } catch (InvocationTargetException e) {
      throw new AssertionError(line, e.getCause());
    }
  }

  /** How many services there are of each kind. */
  Map<String, Long> services() {
    try {
      return Stream.of(framework.getBundleContext().getAllServiceReferences(null, null))
          .collect(groupingBy(EmbeddedFramework::nameOf, counting()));
    } catch (InvalidSyntaxException e) {
      throw new AssertionError("no filter was given", e);
    }
  }

  private static String nameOf(ServiceReference<?> service) {
    return String.join(",", (String[]) service.getProperty(Constants.OBJECTCLASS))
        + " of "
        + service.getBundle().getSymbolicName();
  }

  @Override
  public void close() throws BundleException, IOException {
    framework.stop();
    try (loader) {
      var end = framework.waitForStop(PATIENCE_MILLIS);
      if (end.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
        throw new AssertionError("the framework does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
