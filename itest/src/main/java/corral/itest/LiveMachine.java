package corral.itest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.Host;
import corral.framework.api.host.Host.LaunchRequest;
import corral.framework.api.host.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;

/**
 * The machine that the tests run on, told by {@code host.linux} alone, with cpuset and cpuacct
 * mounted. Acts on processes that it starts itself; closing it ends them and unmounts.
 */
public final class LiveMachine implements AutoCloseable {
  /** Where the two controllers are mounted. */
  public static final String MOUNT = "/dev/corral-itest";

  private final BundleContext context =
      FrameworkUtil.getBundle(LiveMachine.class).getBundleContext();
  private final List<Launch> launches = new ArrayList<>();
  private final ContainerAdmin admin;
  private final Host host;
  private final Caller self;

  LiveMachine() throws BundleException, ContainerException {
    this("cpuset,cpuacct");
  }

  /** With other mount options. */
  public LiveMachine(String options) throws BundleException, ContainerException {
    restart("host.sim", Bundle.RESOLVED);
    restart("host.linux", Bundle.ACTIVE);
    admin = service(ContainerAdmin.class);
    host = service(Host.class);
    self = admin.self();
    admin.mount(options, MOUNT, self);
  }

  /** Stops a bundle, and starts it again if it is to be active. */
  private static void restart(String name, int state) throws BundleException {
    var bundle = Bundles.named(name);
    bundle.stop(Bundle.STOP_TRANSIENT);
    if (state == Bundle.ACTIVE) {
      bundle.start(Bundle.START_TRANSIENT);
    }
  }

  private <T> T service(Class<T> type) {
    var reference = context.getServiceReference(type);
    assumeTrue(reference != null, "needs a live " + type.getSimpleName());
    return context.getService(reference);
  }

  public ContainerAdmin admin() {
    return admin;
  }

  Host host() {
    return host;
  }

  public Caller self() {
    return self;
  }

  String make(String name) throws ContainerException {
    var path = MOUNT + "/" + name;
    admin.makeContainer(path, self);
    return path;
  }

  /** As {@link #make}, with the CPUs and memory that processes need to be let in. */
  String makeFilled(String name) throws ContainerException {
    var path = make(name);
    write(path + "/cpuset.cpus", read(MOUNT + "/cpuset.cpus"));
    write(path + "/cpuset.mems", "0");
    return path;
  }

  String read(String path) throws ContainerException {
    return admin.read(path, self);
  }

  void write(String path, String text) throws ContainerException {
    admin.write(path, text, self);
  }

  /** Starts a program that is in a container before its first instruction. */
  Launch run(String container, String... command) throws ContainerException {
    var launch = host.launch(new LaunchRequest(List.of(command), Map.of(), false));
    launches.add(launch);
    admin.attach(launch.pid(), container, self);
    launch.go();
    return launch;
  }

  @Override
  public void close() throws ContainerException, BundleException {
    // Whom a member forks meanwhile is killed too.
    for (var child : admin.container(MOUNT).children()) {
      admin.killAndRemove(MOUNT + child.path(), self);
    }
    launches.forEach(Launch::close);
    admin.unmount(MOUNT, self);
    Bundles.named("host.sim").start(Bundle.START_TRANSIENT);
  }
}
