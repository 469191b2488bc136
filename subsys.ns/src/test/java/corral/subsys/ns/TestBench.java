package corral.subsys.ns;

import corral.framework.api.ContainerException;
import corral.framework.api.host.NamespaceIds;
import corral.framework.api.host.NamespaceKind;
import corral.framework.api.host.Namespaces;
import corral.testkit.Testbed;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A testbed with the subsystem and its follower, mounted at {@code /n}. */
final class TestBench implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  final Testbed testbed = new Testbed();
  final Namespaces namespaces;
  NsSubsystem subsystem;
  private @Nullable Follower follower;

  /** On a machine that tells every change. */
  TestBench() throws ContainerException {
    this(true);
  }

  /**
   * On a simulated machine.
   *
   * @param tellsAll whether it tells every change; otherwise, as a live one, it has to be looked at
   */
  TestBench(boolean tellsAll) throws ContainerException {
    namespaces = tellsAll ? testbed.namespaces() : new Reticent(testbed.namespaces());
    subsystem = new NsSubsystem(namespaces);
    arrive();
    testbed.mount("ns", "/n");
    awaitLook();
  }

  /** Waits until those were looked at that are there now. */
  void awaitLook() {
    Objects.requireNonNull(follower).follow(Testbed.INIT).join();
  }

  /** The bundle starts. */
  void arrive() {
    testbed.add(subsystem);
    follower = new Follower(subsystem, namespaces, testbed.admin(), 1);
    follower.start();
  }

  /** The bundle stops. */
  void leave() {
    if (follower != null) {
      follower.stop();
      follower = null;
      testbed.remove(subsystem);
    }
  }

  /** The bundle is there again. */
  void comeBack() {
    subsystem = new NsSubsystem(namespaces);
    arrive();
  }

  int fork() throws ContainerException {
    return testbed.fork();
  }

  void unshare(int pid, NamespaceKind... kinds) throws ContainerException {
    testbed.namespaces().unshare(pid, List.of(kinds));
  }

  /** Nobody is told, as on a live machine. */
  void unshareQuietly(int pid, NamespaceKind... kinds) throws ContainerException {
    testbed.namespaces().unshareQuietly(pid, List.of(kinds));
  }

  int clone(int parent, NamespaceKind... kinds) throws ContainerException {
    return testbed.namespaces().clone(parent, List.of(kinds));
  }

  void enter(int pid, int other, NamespaceKind... kinds) throws ContainerException {
    testbed.namespaces().enter(pid, other, List.of(kinds));
  }

  /** Where a task is. */
  String place(int pid) throws ContainerException {
    var ns = testbed.admin().container("/n").hierarchy();
    return testbed.admin().task(pid).orElseThrow().container(ns).path();
  }

  /** Waits until a task is somewhere. */
  void await(int pid, String path) throws Exception {
    await(() -> place(pid).equals(path), pid + " is not in " + path);
  }

  /** Waits until a container has gone. */
  void awaitGone(String path) throws Exception {
    await(() -> !exists(path), path + " is still there");
  }

  /** Waits until something is true. */
  static void await(Callable<Boolean> condition, String complaint) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(complaint);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  boolean exists(String path) {
    try {
      testbed.admin().container(path);
      return true;
    } catch (ContainerException _) {
      return false;
    }
  }

  @Override
  public void close() {
    if (follower != null) {
      follower.stop();
    }
    testbed.close();
  }

  /** Knows everything, but tells nothing. */
  private record Reticent(Namespaces machine) implements Namespaces {
    @Override
    public NamespaceIds of(int pid) throws ContainerException {
      return machine.of(pid);
    }

    @Override
    public String telling() {
      return "nothing";
    }

    @Override
    public boolean tellsAll() {
      return false;
    }

    @Override
    public Watching watch(Watcher watcher) {
      return () -> {};
    }
  }
}
