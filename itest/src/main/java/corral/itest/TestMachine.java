package corral.itest;

import static java.util.Objects.requireNonNull;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.Host;
import corral.framework.api.host.Launch;
import corral.framework.api.host.TaskEvents;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * A machine of which a test says what happens, in the place of the hosts of the framework, with
 * subsystems that the test registers as services. Closing it puts everything back.
 */
final class TestMachine implements Host, AutoCloseable {
  /** The superuser; a process of this machine. */
  static final Caller ROOT = new Caller(1, 0, 0);

  /** An ordinary user; a process of this machine. */
  static final Caller USER = new Caller(2, 1000, 1000);

  private final BundleContext context =
      FrameworkUtil.getBundle(TestMachine.class).getBundleContext();
  private final List<Bundle> stopped = new ArrayList<>();
  private final SequencedMap<TestSubsystem, ServiceRegistration<?>> registered =
      new LinkedHashMap<>();
  private final Map<Integer, TaskInfo> tasks = new TreeMap<>();
  private final ContainerAdmin admin;
  private final TaskStream stream;

  TestMachine() throws BundleException, ContainerException {
    for (var bundle : Bundles.hostsAndSubsystems()) {
      stop(bundle);
    }
    admin = service(ContainerAdmin.class);
    put(1, 0, 0);
    put(2, 1, 1000);
    stream = service(TaskEvents.class).open(this, List.copyOf(tasks.values()));
  }

  private void stop(Bundle bundle) throws BundleException {
    if (bundle.getState() == Bundle.ACTIVE) {
      bundle.stop(Bundle.STOP_TRANSIENT);
      stopped.addFirst(bundle);
    }
  }

  private <T> T service(Class<T> type) {
    var reference = context.getServiceReference(type);
    if (reference == null) {
      throw new AssertionError("no service " + type.getName());
    }
    return context.getService(reference);
  }

  ContainerAdmin admin() {
    return admin;
  }

  TestSubsystem register(TestSubsystem subsystem) {
    registered.put(subsystem, context.registerService(ContainerSubsystem.class, subsystem, null));
    return subsystem;
  }

  void unregister(TestSubsystem subsystem) {
    requireNonNull(registered.remove(subsystem)).unregister();
  }

  void fork(int parentPid, int pid) {
    fork(parentPid, pid, 0);
  }

  void fork(int parentPid, int pid, int uid) {
    put(pid, parentPid, uid);
    stream.fork(parentPid, pid, startOf(pid));
  }

  void exit(int pid) {
    tasks.remove(pid);
    stream.exit(pid, null);
  }

  private void put(int pid, int parentPid, int uid) {
    tasks.put(pid, new TaskInfo(pid, parentPid, startOf(pid), uid, uid, false, "p" + pid));
  }

  private static long startOf(int pid) {
    return pid * 1_000_000_000L;
  }

  /** Takes every container and mount away that the test has made. */
  void clear() throws ContainerException {
    for (var pid : List.copyOf(tasks.keySet())) {
      exit(pid);
    }
    for (var mount : admin.mounts()) {
      removeBelow(mount.path(), mount.hierarchy().root().children());
      admin.unmount(mount.path(), ROOT);
    }
  }

  private void removeBelow(String path, Collection<Container> children) throws ContainerException {
    for (var child : children) {
      String childPath = path + "/" + child.name();
      removeBelow(childPath, child.children());
      admin.removeContainer(childPath, ROOT);
    }
  }

  @Override
  public void close() throws ContainerException, BundleException {
    clear();
    registered.sequencedValues().reversed().forEach(ServiceRegistration::unregister);
    stream.close();
    for (var bundle : stopped) {
      bundle.start(Bundle.START_TRANSIENT);
    }
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public String status() {
    return "told by a test";
  }

  @Override
  public Caller self() {
    return ROOT;
  }

  @Override
  public Optional<TaskInfo> look(int pid) {
    return Optional.ofNullable(tasks.get(pid));
  }

  @Override
  public Map<String, Long> counters() {
    return Map.of();
  }

  @Override
  public Launch launch(LaunchRequest request) throws ContainerException {
    throw new ContainerException(Errno.EAGAIN, "no processes here");
  }
}
