package corral.itest;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/**
 * What a test finds around it, at one moment.
 *
 * @param bundles the state of each bundle
 * @param services how many there are of each kind
 * @param threads the platform threads
 * @param children the processes below this one
 */
record Surroundings(
    Map<String, String> bundles,
    Map<String, Long> services,
    Set<Thread> threads,
    Set<ProcessHandle> children) {

  /**
   * Beginnings of the names of threads that the JVM, the framework, SCR, Event Admin and JUnit keep
   * for later.
   */
  private static final List<String> KEPT =
      List.of(
          "Attach Listener",
          "Common-Cleaner",
          "Equinox Log Thread",
          "Equinox resolver thread",
          "EventAdminThread",
          "FelixResolver",
          "ForkJoinPool",
          "junit-",
          "process reaper",
          "PromiseFactory");

  private static final BundleContext FRAMEWORK =
      FrameworkUtil.getBundle(Surroundings.class).getBundleContext();

  static Surroundings now() {
    return new Surroundings(
        currentBundles(), currentServices(), currentThreads(), currentChildren());
  }

  /**
   * What is different now, one line each. What is about to become as it was, such as a thread that
   * was told to end, is waited for.
   */
  List<String> changes(Duration patience) throws InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    awaitFramework(deadline);
    return Stream.of(
            differences("bundle", bundles, currentBundles()),
            differences("service", services, currentServices()),
            threadsSince(deadline).map(thread -> "thread " + thread),
            childrenSince(deadline).map(child -> "process " + child.pid() + " " + child.info()))
        .flatMap(lines -> lines)
        .toList();
  }

  private void awaitFramework(long deadline) throws InterruptedException {
    var changed = new Semaphore(0);
    ServiceListener services = event -> changed.release();
    BundleListener bundles = event -> changed.release();
    FRAMEWORK.addServiceListener(services);
    FRAMEWORK.addBundleListener(bundles);
    try {
      while (!isFrameworkAsBefore()
          && changed.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        changed.drainPermits();
      }
    } finally {
      FRAMEWORK.removeBundleListener(bundles);
      FRAMEWORK.removeServiceListener(services);
    }
  }

  private boolean isFrameworkAsBefore() {
    return bundles.equals(currentBundles()) && services.equals(currentServices());
  }

  private static Stream<String> differences(
      String kind, Map<String, ?> before, Map<String, ?> now) {
    var names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), now.get(name)))
        .map(name -> "%s %s: %s, was %s".formatted(kind, name, now.get(name), before.get(name)));
  }

  /** A bundle that was started again has a new thread in place of one that ended. */
  private Stream<Thread> threadsSince(long deadline) throws InterruptedException {
    var left = new ArrayList<Thread>();
    var replaced =
        new ArrayList<>(
            threads.stream().filter(not(Thread::isAlive)).map(Thread::getName).toList());
    for (var thread : currentThreads()) {
      if (!threads.contains(thread) && !replaced.remove(thread.getName())) {
        thread.join(Duration.ofNanos(deadline - System.nanoTime()));
        left.add(thread);
      }
    }
    return left.stream().filter(Thread::isAlive);
  }

  private Stream<ProcessHandle> childrenSince(long deadline) throws InterruptedException {
    var left = currentChildren().stream().filter(not(children::contains)).toList();
    CompletableFuture.allOf(
            left.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
        .join();
    return left.stream().filter(ProcessHandle::isAlive);
  }

  private static Map<String, String> currentBundles() {
    return Stream.of(FRAMEWORK.getBundles())
        .collect(toMap(Surroundings::identity, Surroundings::stateOf));
  }

  /** One that is installed again where it was is the same, but has another number. */
  private static String identity(Bundle bundle) {
    return bundle.getSymbolicName() + " from " + bundle.getLocation();
  }

  private static String stateOf(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.INSTALLED -> "installed";
      case Bundle.RESOLVED -> "resolved";
      case Bundle.STARTING -> "starting";
      case Bundle.STOPPING -> "stopping";
      case Bundle.ACTIVE -> "active";
      default -> "uninstalled";
    };
  }

  private static Map<String, Long> currentServices() {
    try {
      return Stream.of(FRAMEWORK.getAllServiceReferences(null, null))
          .collect(groupingBy(Surroundings::nameOf, counting()));
    } catch (InvalidSyntaxException e) {
      throw new AssertionError("no filter was given", e);
    }
  }

  private static String nameOf(ServiceReference<?> service) {
    var types = (String[]) service.getProperty(Constants.OBJECTCLASS);
    var bundle = service.getBundle();
    var owner = bundle == null ? "nobody any more" : identity(bundle);
    return String.join(",", types) + " of " + owner;
  }

  private static Set<Thread> currentThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> KEPT.stream().noneMatch(thread.getName()::startsWith))
        .collect(toUnmodifiableSet());
  }

  private static Set<ProcessHandle> currentChildren() {
    return ProcessHandle.current().descendants().collect(toUnmodifiableSet());
  }
}
