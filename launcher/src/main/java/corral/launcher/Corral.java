package corral.launcher;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The framework with the bundles of a plan, in a directory of its own.
 *
 * <p>What runs in it is the service that bundles offer as {@code corral.main.thread}: a {@code
 * Callable<Integer>} that is called in the main thread and answers with the exit status. (Bnd's
 * launcher takes what is offered as {@code main.thread}: in a test that is the tester.)
 *
 * <p>{@link #close} may be called from any thread and more than once; the rest belongs to one
 * thread.
 */
final class Corral implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Corral.class.getName());
  private static final String MAIN =
      "(&(objectClass=" + Callable.class.getName() + ")(corral.main.thread=true))";
  private static final long START_SECONDS = 30;
  private static final long STOP_SECONDS = 20;

  private final Consumer<String> complaints;
  private final RunDirectory directory;
  private final Framework framework;
  private final Set<Bundle> libraries = new HashSet<>();
  private boolean closed;

  /**
   * Makes a framework in which nothing runs yet.
   *
   * @param properties of the framework, but for its storage
   * @param runs where the framework gets a directory of its own
   * @param complaints is told, in one line each, what did not start or stop and why
   */
  Corral(Map<String, String> properties, Path runs, Consumer<String> complaints)
      throws IOException {
    this.complaints = complaints;
    this.directory = RunDirectory.make(runs);
    var all = new HashMap<>(properties);
    all.put(Constants.FRAMEWORK_STORAGE, directory.path().resolve("framework").toString());
    all.put("felix.fileinstall.tmpdir", directory.path().resolve("fileinstall").toString());
    var factory = ServiceLoader.load(FrameworkFactory.class, Corral.class.getClassLoader());
    this.framework = factory.findFirst().orElseThrow().newFramework(all);
  }

  /** Installs the bundles and waits until they have started, those that can. */
  void start(BundlePlan plan, Path bundles) throws BundleException, InterruptedException {
    framework.init(this::notice);
    var installed = new ArrayList<Bundle>();
    for (var entry : plan.bundles()) {
      install(entry, bundles).ifPresent(installed::add);
    }
    framework.start();
    reach(plan.lastLevel(), installed);
  }

  /** Calls the main service, if there is one, and answers with its exit status. */
  Optional<Integer> run() throws Exception {
    var context = framework.getBundleContext();
    var services =
        new ServiceTracker<Callable<Integer>, Callable<Integer>>(
            context, FrameworkUtil.createFilter(MAIN), null);
    services.open();
    try {
      var main = services.getService();
      return main == null ? Optional.empty() : Optional.of(main.call());
    } finally {
      services.close();
    }
  }

  /** What opens sessions in it, one after the other or at once. */
  Sessions sessions() {
    return new Sessions(framework.getBundleContext());
  }

  /** Has something done when the framework begins to stop, whoever stops it. */
  void whenStopping(Runnable action) {
    SynchronousBundleListener listener =
        event -> {
          if (event.getType() == BundleEvent.STOPPING && event.getBundle() == framework) {
            action.run();
          }
        };
    framework.getBundleContext().addBundleListener(listener);
  }

  /** Every bundle but the libraries. */
  List<Bundle> workers() {
    return Stream.of(framework.getBundleContext().getBundles())
        .filter(bundle -> !libraries.contains(bundle))
        .toList();
  }

  /** Stops every bundle, the last started first, and removes the directory. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (directory) {
      stop();
    }
  }

  private void stop() {
    try {
      framework.stop();
      var event = framework.waitForStop(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
      if (event.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
        complaints.accept("not every bundle has stopped within " + STOP_SECONDS + " s");
      }
    } catch (BundleException e) {
      LOG.log(Level.ERROR, "The framework does not stop", e);
      complaints.accept(Complaint.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Bundle> install(BundlePlan.Entry entry, Path bundles) {
    var jar = bundles.resolve(entry.name() + ".jar").toUri();
    try {
      // By reference: the framework reads the jar where it is instead of copying it.
      var bundle = framework.getBundleContext().installBundle("reference:" + jar);
      if (entry.starts()) {
        bundle.adapt(BundleStartLevel.class).setStartLevel(entry.level());
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      } else {
        libraries.add(bundle);
      }
      return Optional.of(bundle);
    } catch (BundleException e) {
      complain(entry.name(), e);
      return Optional.empty();
    }
  }

  private void reach(int level, List<Bundle> bundles) throws InterruptedException {
    var reached = new CountDownLatch(1);
    framework.adapt(FrameworkStartLevel.class).setStartLevel(level, event -> reached.countDown());
    if (!reached.await(START_SECONDS, TimeUnit.SECONDS)) {
      bundles.stream()
          .filter(bundle -> bundle.getState() == Bundle.STARTING)
          .map(Bundle::getSymbolicName)
          .forEach(
              name -> complaints.accept(name + " has not started within " + START_SECONDS + " s"));
    }
  }

  /** A bundle that cannot start at its level is told here, not thrown. */
  private void notice(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR) {
      complain(event.getBundle().getSymbolicName(), event.getThrowable());
    }
  }

  private void complain(String bundle, Throwable failure) {
    LOG.log(Level.ERROR, bundle + " failed", failure);
    complaints.accept(bundle + " did not start: " + Complaint.of(failure));
  }
}
