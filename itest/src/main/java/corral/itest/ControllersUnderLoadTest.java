package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.host.Launch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;

/**
 * Each controller's bundle is restarted, updated, and taken away for another one that is installed
 * and uninstalled, while all the others run and live processes fork, end and move: no limit and no
 * counter is lost. The order is another one each time.
 */
@LeavesNothingBehind
class ControllersUnderLoadTest {
  private static final List<String> BUNDLES =
      List.of(
          "subsys.beancounter",
          "subsys.cpuacct",
          "subsys.cpuset",
          "subsys.debug",
          "subsys.ns",
          "subsys.resgroup");

  private static final String CONTROLLERS = "cpuset,cpuacct,beancounter,numtasks,cpu,debug";
  private static final String NAMESPACES = "/dev/corral-itest-ns";

  /** Forks children that end at once, at most so many. */
  private static final String FORKING = "i=0; while [ $i -lt 20000 ]; do (:); i=$((i + 1)); done";

  /** What is set in the container, in this order. */
  private static final List<Map.Entry<String, String>> LIMITS =
      List.of(
          Map.entry("cpuset.cpus", "0"),
          Map.entry("beancounter.numfiles.barrier", "4000"),
          Map.entry("beancounter.numfiles.limit", "5000"),
          Map.entry("numtasks.shares", "max_shares=50,child_shares_divisor=1000"),
          Map.entry("numtasks.forkrate", "1000000"),
          Map.entry("cpu.shares", "min_shares=50"));

  private final BundleContext context =
      FrameworkUtil.getBundle(ControllersUnderLoadTest.class).getBundleContext();
  private final AtomicBoolean ended = new AtomicBoolean();
  private LiveMachine machine;
  private NsHierarchy namespaces;
  private String group;

  /** Something that is done to a bundle. */
  private interface Change {
    void of(String bundle) throws BundleException, IOException;
  }

  @BeforeEach
  void open() throws Exception {
    machine = new LiveMachine(CONTROLLERS);
    namespaces = new NsHierarchy(machine, NAMESPACES);
    machine.write(LiveMachine.MOUNT + "/numtasks.total_numtasks", "10000");
    group = machine.make("group");
    machine.write(group + "/cpuset.mems", "0");
    for (var limit : LIMITS) {
      machine.write(group + "/" + limit.getKey(), limit.getValue());
    }
  }

  @AfterEach
  void close() throws Exception {
    if (namespaces != null) {
      namespaces.close();
    }
    if (machine != null) {
      machine.close();
    }
  }

  @Test
  void eachComesAndGoesAloneAndLosesNothing() throws Exception {
    long seed = System.nanoTime();
    System.out.println("Controllers come and go in the order of seed " + seed);
    var order = new ArrayList<>(BUNDLES);
    Collections.shuffle(order, new Random(seed));
    var others = machine.admin().subsystems().stream().map(SubsystemReport::name).toList();
    machine.run(group, "sh", "-c", FORKING);
    var moving = machine.run(group, "sleep", "600");
    var limits = limits();
    try (var thread = Executors.newSingleThreadExecutor()) {
      var moves = thread.submit(() -> moveToAndFro(moving));
      try {
        for (var bundle : order) {
          for (var change : List.<Change>of(this::restart, this::update, this::replace)) {
            check(bundle, change, limits);
          }
        }
      } finally {
        ended.set(true);
      }
      assertTrue(moves.get() > 0, "tasks moved meanwhile");
    }
    assertEquals(
        others.stream().sorted().toList(),
        machine.admin().subsystems().stream().map(SubsystemReport::name).sorted().toList());
  }

  private void check(String bundle, Change change, Map<String, String> limits) throws Exception {
    var before = counters();
    change.of(bundle);
    assertEquals(limits, limits(), "limits after a change of " + bundle);
    counters()
        .forEach(
            (counter, value) ->
                assertTrue(
                    value >= before.getOrDefault(counter, 0L),
                    () -> "%s: %s fell from %s".formatted(bundle, counter, before.get(counter))));
    for (var report : machine.admin().subsystems()) {
      assertEquals(SubsystemReport.State.BOUND, report.state(), report::reason);
    }
  }

  private void restart(String name) throws BundleException {
    var bundle = Bundles.named(name);
    bundle.stop();
    bundle.start();
  }

  /** To another revision with the same in it. */
  private void update(String name) throws BundleException, IOException {
    var bundle = Bundles.named(name);
    bundle.update(BundleFile.copyOf(bundle, name).open());
  }

  /** Another bundle with the same subsystems is there for a while. */
  private void replace(String name) throws BundleException, IOException {
    var bundle = Bundles.named(name);
    bundle.stop();
    try {
      var copy =
          context.installBundle("copy:" + name, BundleFile.copyOf(bundle, name + ".copy").open());
      try {
        copy.start();
      } finally {
        copy.uninstall();
      }
    } finally {
      bundle.start();
    }
  }

  private int moveToAndFro(Launch process) throws ContainerException {
    int moves = 0;
    while (!ended.get()) {
      machine.admin().attach(process.pid(), LiveMachine.MOUNT, machine.self());
      machine.admin().attach(process.pid(), group, machine.self());
      moves++;
    }
    return moves;
  }

  private Map<String, String> limits() throws ContainerException {
    var values = new LinkedHashMap<String, String>();
    for (var limit : LIMITS) {
      values.put(limit.getKey(), machine.read(group + "/" + limit.getKey()));
    }
    return values;
  }

  /** What only grows. */
  private Map<String, Long> counters() throws ContainerException {
    var values = new LinkedHashMap<String, Long>();
    values.put("usage", Long.parseLong(machine.read(group + "/cpuacct.usage").strip()));
    values.put(
        "maxheld", Long.parseLong(machine.read(group + "/beancounter.numtasks.maxheld").strip()));
    values.put("forks", stat("numtasks: Number of successes "));
    return values;
  }

  private long stat(String line) throws ContainerException {
    return Arrays.stream(machine.read(group + "/numtasks.stats").split("\n", -1))
        .filter(text -> text.startsWith(line))
        .mapToLong(text -> Long.parseLong(text.substring(line.length())))
        .findFirst()
        .orElseThrow();
  }
}
