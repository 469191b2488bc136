package corral.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Bundles in a framework of their own. They share Corral's api with the class path, so that a
 * benchmark can call their services.
 */
final class Bundles implements AutoCloseable {
  private static final String API = "framework.core";
  private static final long PATIENCE = TimeUnit.SECONDS.toMillis(20);

  private final Workplace work;
  private final Path storage;
  private final Framework framework;
  private final Map<String, Bundle> bundles = new HashMap<>();

  /** Installs and starts them in this order. */
  Bundles(Workplace work, List<String> names) throws IOException, BundleException {
    this.work = work;
    this.storage = work.empty("framework");
    this.framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE, storage.toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, exportsOf(work.jar(API))));
    framework.start();
    for (var name : names) {
      bundles.put(name, context().installBundle(work.jar(name).toUri().toString()));
    }
    for (var name : names) {
      bundle(name).start();
    }
  }

  private static String exportsOf(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
    }
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  private Bundle bundle(String name) {
    var bundle = bundles.get(name);
    if (bundle == null) {
      throw new IllegalArgumentException("not installed: " + name);
    }
    return bundle;
  }

  /** Replaces a bundle that runs by what is in its file. */
  void update(String name) throws IOException, BundleException {
    try (var jar = Files.newInputStream(work.jar(name))) {
      bundle(name).update(jar);
    }
  }

  /** A service that is there. */
  <S> S service(Class<S> type) {
    var reference = context().getServiceReference(type);
    if (reference == null) {
      throw new IllegalStateException("no service " + type.getName());
    }
    return context().getService(reference);
  }

  @Override
  public void close() throws IOException, BundleException {
    framework.stop();
    try {
      framework.waitForStop(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Workplace.delete(storage);
  }
}
