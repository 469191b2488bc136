package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.host.Launch;
import corral.framework.api.host.TaskLimits;
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
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;

/**
 * Each controller's bundle is restarted, updated, and uninstalled and installed again with another
 * one in its place meanwhile, while all the others run and live processes fork, end and move: no
 * limit and no counter is lost, and nothing is logged. The order is another one each time; a given
 * one comes with {@code JDK_JAVA_OPTIONS=-Dcorral.seed=N}.
 */
@LeavesNothingBehind
class ControllersUnderLoadTest {
  private static final String CONTROLLERS = "cpuset,cpuacct,beancounter,numtasks,cpu,debug";
  private static final String NAMESPACES = "/dev/corral-itest-ns";

  /** Forks children that end at once, at most so many, which is more than there is time for. */
  private static final String FORKING = "i=0; while [ $i -lt 1000000 ]; do (:); i=$((i + 1)); done";

  /** Forks once more than is allowed, and ends. */
  private static final String TOO_MANY = "for i in 1 2 3 4; do sleep 600 & done 2>/dev/null";

  /** What tells of the limits that were met. */
  private static final List<String> FAILURES =
      List.of(
          "numtasks.stats",
          "beancounter.numtasks.held",
          "beancounter.numtasks.maxheld",
          "beancounter.numtasks.failcnt");

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

  /** Has limits that nobody meets. */
  private String group;

  /** Has limits that were met. */
  private String full;

  /** Something that is done to a bundle. */
  private interface Change {
    void of(String bundle) throws BundleException, IOException;
  }

  @BeforeEach
  void open() throws Exception {
    machine = new LiveMachine(CONTROLLERS);
    namespaces = new NsHierarchy(machine, NAMESPACES);
    machine.write(LiveMachine.MOUNT + "/numtasks.total_numtasks", "10000");
    machine.write(LiveMachine.MOUNT + "/numtasks.shares", "child_shares_divisor=10000");
    group = machine.make("group");
    machine.write(group + "/cpuset.mems", "0");
    for (var limit : LIMITS) {
      machine.write(group + "/" + limit.getKey(), limit.getValue());
    }
    full = machine.makeFilled("full");
    machine.write(full + "/numtasks.shares", "max_shares=4");
    machine.write(full + "/beancounter.numtasks.barrier", "3");
    machine.write(full + "/beancounter.numtasks.limit", "3");
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
    long seed = Long.getLong("corral.seed", System.nanoTime());
    System.out.println("Controllers come and go in the order of seed " + seed);
    var order =
        new ArrayList<>(Bundles.subsystems().stream().map(Bundle::getSymbolicName).toList());
    Collections.shuffle(order, new Random(seed));
    var others = machine.admin().subsystems().stream().map(SubsystemReport::name).toList();
    var forking = machine.run(group, "sh", "-c", FORKING);
    var moving = machine.run(group, "sleep", "600");
    meetLimits();
    var kept = kept();
    try (var log = new LogWatch("corral");
        var thread = Executors.newSingleThreadExecutor()) {
      var moves = thread.submit(() -> moveToAndFro(moving));
      try {
        for (var bundle : order) {
          for (var change : List.<Change>of(this::restart, this::update, this::replace)) {
            check(bundle, change, kept);
          }
        }
      } finally {
        ended.set(true);
      }
      assertTrue(moves.get() > 0, "tasks moved meanwhile");
      assertEquals(List.of(), log.warnings());
    }
    assertTrue(isAlive(forking), "processes forked all the time");
    assertEquals(
        others.stream().sorted().toList(),
        machine.admin().subsystems().stream().map(SubsystemReport::name).sorted().toList());
  }

  /**
   * Where forks can be refused. Waits until the last of it was heard: that the shell has ended
   * whose fork was refused.
   */
  private void meetLimits() throws ContainerException {
    if (context.getServiceReference(TaskLimits.class) == null) {
      return;
    }
    machine.run(full, "sh", "-c", TOO_MANY);
    while (stat(full, "numtasks: Number of successes ") < 3
        || stat(full, "numtasks: Current usage ") != 3) {
      Thread.onSpinWait();
    }
    assertEquals(1, stat(full, "numtasks: Number of failures "));
    assertEquals("1\n", machine.read(full + "/beancounter.numtasks.failcnt"));
  }

  private void check(String bundle, Change change, Map<String, String> kept) throws Exception {
    var before = counters();
    change.of(bundle);
    assertEquals(kept, kept(), "after a change of " + bundle);
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

  /** It is uninstalled, and another bundle with the same subsystems is there for a while. */
  private void replace(String name) throws BundleException, IOException {
    var bundle = Bundles.named(name);
    var location = bundle.getLocation();
    var same = BundleFile.copyOf(bundle, name);
    var other = BundleFile.copyOf(bundle, name + ".copy");
    bundle.uninstall();
    try {
      var copy = context.installBundle("copy:" + name, other.open());
      try {
        copy.start();
      } finally {
        copy.uninstall();
      }
    } finally {
      context.installBundle(location, same.open()).start();
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

  private static boolean isAlive(Launch process) {
    return ProcessHandle.of(process.pid()).isPresent();
  }

  /** What no change of a bundle may change. */
  private Map<String, String> kept() throws ContainerException {
    var values = new LinkedHashMap<String, String>();
    for (var limit : LIMITS) {
      values.put(limit.getKey(), machine.read(group + "/" + limit.getKey()));
    }
    for (var file : FAILURES) {
      values.put("full/" + file, machine.read(full + "/" + file));
    }
    return values;
  }

  /** What only grows. */
  private Map<String, Long> counters() throws ContainerException {
    var values = new LinkedHashMap<String, Long>();
    values.put("usage", Long.parseLong(machine.read(group + "/cpuacct.usage").strip()));
    values.put(
        "maxheld", Long.parseLong(machine.read(group + "/beancounter.numtasks.maxheld").strip()));
    values.put("forks", stat(group, "numtasks: Number of successes "));
    return values;
  }

  private long stat(String container, String line) throws ContainerException {
    return Arrays.stream(machine.read(container + "/numtasks.stats").split("\n", -1))
        .filter(text -> text.startsWith(line))
        .mapToLong(text -> Long.parseLong(text.substring(line.length())))
        .findFirst()
        .orElseThrow();
  }
}
