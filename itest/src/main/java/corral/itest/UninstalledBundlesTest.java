package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Entry;
import corral.framework.api.admin.SubsystemReport;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWiring;

/** Whatever the bundle of a controller has added is gone when it has been uninstalled. */
@LeavesNothingBehind
class UninstalledBundlesTest {
  private static final int FIRST_ROUNDS = 100;
  private static final int ROUNDS = 1_000;

  /** Of what every round leaves there are more; a lambda that is used for the first time is one. */
  private static final int NOTABLE = 100;

  private static final String MOUNT = "/dev/rounds";
  private static final String OUTER = MOUNT + "/outer";
  private static final String INNER = OUTER + "/inner";

  private final BundleContext context =
      FrameworkUtil.getBundle(UninstalledBundlesTest.class).getBundleContext();
  private final List<Bundle> installed = new ArrayList<>();
  private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
  private SimulatedMachine machine;
  private ContainerAdmin admin;
  private Caller self;
  private List<BundleFile> files;

  /** What the controllers are to have when they are back. */
  private String cpus = "0-3";

  private long usage;

  @BeforeEach
  void open() throws BundleException, IOException, InterruptedException {
    files = List.of(copyOf("subsys.cpuset"), copyOf("subsys.cpuacct"));
    machine = new SimulatedMachine();
    admin = machine.admin();
    self = machine.self();
  }

  /** The bundle itself stays where it is. */
  private static BundleFile copyOf(String name) throws IOException {
    return BundleFile.copyOf(Bundles.named(name), name + ".copy");
  }

  @AfterEach
  void close() throws BundleException {
    uninstall();
    machine.close();
  }

  /**
   * The controllers are bound to a hierarchy with containers and tasks in it, save, return and are
   * restored, and at last are forgotten together with the hierarchy.
   */
  @Test
  @Timeout(600)
  void nothingIsLeftAfterAThousandRounds() throws Exception {
    populate();
    var before = heap();
    rounds(FIRST_ROUNDS);
    var early = heap();
    rounds(ROUNDS - FIRST_ROUNDS);
    var late = heap();
    show(before, early, late);
    assertEquals(0, loaders.stream().filter(loader -> loader.get() != null).count(), "loaders");
    assertEquals(Map.of(), late.grown(early, NOTABLE), "objects");
    int classes = late.classes() - early.classes();
    assertTrue(classes < NOTABLE, classes + " classes more");
    depopulate();
  }

  /**
   * What the first collection finds gone, the next round sweeps out. What is softly reachable goes
   * if it has not been used from one collection to the next.
   */
  private Heap heap() throws Exception {
    Heap.now();
    rounds(1);
    Heap.now();
    return Heap.now();
  }

  /** What grows is the framework's own: Felix remembers each bundle that ever used a service. */
  private void show(Heap before, Heap early, Heap late) {
    System.out.printf(
        "Heap in %s: %,d bytes, after %d rounds %,d, after %,d rounds %,d (%,d a round)%n",
        context.getProperty(Constants.FRAMEWORK_VENDOR),
        before.bytes(),
        FIRST_ROUNDS,
        early.bytes(),
        ROUNDS,
        late.bytes(),
        (late.bytes() - early.bytes()) / (ROUNDS - FIRST_ROUNDS));
  }

  /** Makes containers with tasks in them while the controllers are there. */
  private void populate() throws Exception {
    install(files);
    admin.mount("cpuset,cpuacct", MOUNT, self);
    for (var container : List.of(OUTER, INNER)) {
      admin.makeContainer(container, self);
      admin.write(container + "/cpuset.cpus", cpus, self);
      admin.write(container + "/cpuset.mems", "0", self);
      admin.attach(machine.fork(), container, self);
    }
    uninstall();
  }

  /** Takes the hierarchy away while it waits for the controllers. */
  private void depopulate() throws Exception {
    machine.restart();
    admin.removeContainer(INNER, self);
    admin.removeContainer(OUTER, self);
    admin.unmount(MOUNT, self);
    assertEquals(List.of(), admin.subsystems());
  }

  /** Now the one bundle is first, and now the other. */
  private void rounds(int number) throws Exception {
    for (int round = 0; round < number; round++) {
      install(round % 2 == 0 ? files : files.reversed());
      use();
      uninstall();
      assertEquals(List.of(), controlFiles());
    }
  }

  /** What was saved is there again; it is changed so that the next round has something to find. */
  private void use() throws Exception {
    assertFalse(controlFiles().isEmpty());
    assertEquals(cpus + "\n", admin.read(INNER + "/cpuset.cpus", self));
    assertEquals(usage, usage());
    cpus = cpus.equals("1") ? "0,2-3" : "1";
    admin.write(INNER + "/cpuset.cpus", cpus, self);
    machine.sim("tick 10");
    long used = usage();
    assertTrue(used > usage);
    usage = used;
  }

  private List<String> controlFiles() throws ContainerException {
    return admin.list(INNER).stream()
        .map(Entry::path)
        .filter(path -> path.contains("cpuset.") || path.contains("cpuacct."))
        .toList();
  }

  private long usage() throws ContainerException {
    return Long.parseLong(admin.read(OUTER + "/cpuacct.usage", self).strip());
  }

  private void install(List<BundleFile> bundles) throws BundleException {
    for (var file : bundles) {
      var bundle = context.installBundle("round:" + installed.size(), file.open());
      installed.add(bundle);
      bundle.start();
      loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
    }
  }

  private void uninstall() throws BundleException {
    for (var bundle : installed) {
      bundle.uninstall();
    }
    installed.clear();
    assertEquals(null, context.getServiceReference(ContainerSubsystem.class));
    assertEquals(List.of(), notAwaited());
  }

  /** What is said of the controllers, but that the hierarchy waits for them. */
  private List<SubsystemReport> notAwaited() {
    return admin.subsystems().stream()
        .filter(report -> report.state() != SubsystemReport.State.AWAITED)
        .toList();
  }
}
