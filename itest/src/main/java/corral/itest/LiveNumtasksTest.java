package corral.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Task;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.event.ContainerEvent;
import corral.framework.api.event.ContainerListener;
import corral.framework.api.host.Launch;
import corral.framework.api.host.TaskLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;

/** Limits live tasks of the tests' own; none of them forks more than 2000 times. */
@LeavesNothingBehind
class LiveNumtasksTest {
  private static final int LIMIT = 50;

  /** Makes sleeping children until it fails, and says so. */
  private static final String BOMB =
      """
      sh -c 'i=0; while [ $i -lt 2000 ]; do sleep 60 & i=$((i + 1)); done' 2>/dev/null
      echo held
      sleep 60
      """;

  /** Makes children that end at once, and says of each that it has. */
  private static final String STREAM =
      "i=0; while [ $i -lt 2000 ]; do /bin/true || exit; echo $i; i=$((i + 1)); done";

  /** Makes sleeping children one after the other, which leaves the time to hear of each. */
  private static final String SLOW_BOMB =
      "i=0; while [ $i -lt 1000 ]; do sleep 60 & sleep 0.01; i=$((i + 1)); done";

  private static final Pattern STOPPED = Pattern.compile("State:\\tT");

  /** SIGSTOP, which is signal 19, in the bits of those that the process has not taken yet. */
  private static final Pattern STOP_IS_PENDING =
      Pattern.compile("ShdPnd:\\t[0-9a-f]{11}[4-7c-f][0-9a-f]{4}");

  private LiveMachine machine;
  private String group;

  @BeforeEach
  void open() throws Exception {
    machine = new LiveMachine("numtasks");
    machine.write(LiveMachine.MOUNT + "/numtasks.total_numtasks", "1000");
    group = machine.make("group");
  }

  @AfterEach
  void close() throws Exception {
    machine.close();
  }

  @Test
  void aForkBombIsHeldExactly() throws Exception {
    assumeLimits();
    share("max_shares=" + LIMIT, "child_shares_divisor=1000");
    var bomb = machine.run(group, "sh", "-c", BOMB);
    assertEquals("held", lines(bomb).readLine());
    // The one that failed to fork has ended before the last sleep of its parent came.
    await("Number of successes " + LIMIT);
    await("Number of failures 1");
    for (var task : machine.admin().container(group).tasks()) {
      assertTrue(controlGroup(task.pid()).contains("/corral-"), "it is the kernel who holds them");
    }
  }

  @Test
  void whoListensHearsOfRefusedForks() throws Exception {
    assumeLimits();
    var heard = new CompletableFuture<ContainerEvent.LimitHit>();
    ContainerListener listener =
        announcement -> {
          if (announcement.event() instanceof ContainerEvent.LimitHit hit) {
            heard.complete(hit);
          }
        };
    var context = FrameworkUtil.getBundle(LiveNumtasksTest.class).getBundleContext();
    var registration = context.registerService(ContainerListener.class, listener, null);
    try {
      share("max_shares=" + LIMIT, "child_shares_divisor=1000");
      machine.run(group, "sh", "-c", BOMB);
      var hit = heard.get(1, TimeUnit.MINUTES);
      assertEquals("/group", hit.path());
      assertEquals("numtasks", hit.subsystem());
      assertEquals(LIMIT, hit.limit());
      assertEquals(1, hit.failures());
    } finally {
      registration.unregister();
    }
  }

  @Test
  void whoLeavesIsWhereHeWasBefore() throws Exception {
    assumeLimits();
    var process = machine.run(group, "sleep", "60");
    var before = controlGroup(process.pid());
    share("max_shares=" + LIMIT, "child_shares_divisor=1000");
    assertFalse(controlGroup(process.pid()).equals(before));
    machine.admin().attach(process.pid(), LiveMachine.MOUNT, machine.self());
    assertEquals(before, controlGroup(process.pid()));
    machine.admin().attach(process.pid(), group, machine.self());
    assertFalse(controlGroup(process.pid()).equals(before));
    for (var name : List.of("subsys.resgroup", "host.linux")) {
      var bundle = Bundles.named(name);
      bundle.stop();
      try {
        assertEquals(before, controlGroup(process.pid()), "without " + name);
        assertEquals(List.of(), ownControlGroups());
      } finally {
        bundle.start();
      }
      awaitHeld(process);
    }
  }

  @Test
  void aRestartUnderLoadLosesNothing() throws Exception {
    assumeLimits();
    share("max_shares=10", "child_shares_divisor=1000");
    write("forkrate", "100000");
    for (int i = 0; i < 2; i++) {
      machine.run(group, "sh", "-c", "for i in $(seq 1000); do sleep 0.01; done");
    }
    long successes = 0;
    for (int i = 0; i < 5; i++) {
      awaitSuccesses(successes + 3);
      var before = stat("Number of successes ");
      Bundles.named("subsys.resgroup").stop();
      Bundles.named("subsys.resgroup").start();
      successes = stat("Number of successes ");
      assertTrue(before <= successes, before + " and then " + successes);
      assertEquals(10, stat("Limit "));
      assertEquals("100000\n", machine.read(group + "/numtasks.forkrate"));
    }
    var bomb = machine.run(group, "sh", "-c", BOMB);
    assertEquals("held", lines(bomb).readLine());
    assertTrue(stat("Current usage ") <= 10);
  }

  @Test
  void aStreamOfShortLivedTasksIsStoppedByTheForkRate() throws Exception {
    assumeLimits();
    write("forkrate_interval", "3600");
    write("forkrate", "20");
    var stream = machine.run(group, "sh", "-c", STREAM);
    long forked = lines(stream).lines().count();
    assertTrue(forked >= 20, forked + " forks");
    assertTrue(forked < 1000, forked + " forks");
    await("Number of forkrate failures 1");
  }

  @Test
  void withoutControlGroupsTheGroupIsStopped() throws Exception {
    try (var _ =
        new Configured("host.linux", "corral.host.linux.limits", Map.of("controlGroups", false))) {
      awaitPromise("all are stopped");
      share("max_shares=" + LIMIT, "child_shares_divisor=1000");
      machine.run(group, "sh", "-c", SLOW_BOMB);
      while (stat("Number of failures ") == 0 || !members().allMatch(LiveNumtasksTest::isHeld)) {
        Thread.onSpinWait();
      }
      long held = stat("Current usage ");
      assertTrue(held < 1000, held + " tasks");
      machine.write(LiveMachine.MOUNT + "/numtasks.total_numtasks", "2000000");
      while (stat("Current usage ") <= held + 1 || members().anyMatch(LiveNumtasksTest::isHeld)) {
        Thread.onSpinWait();
      }
    }
  }

  private Stream<Task> members() throws ContainerException {
    return machine.admin().container(group).tasks().stream();
  }

  /** One that waits for its child to exec, which is stopped, can be stopped only after that. */
  private static boolean isHeld(Task task) {
    try {
      var status = Files.readString(Path.of("/proc/" + task.pid() + "/status"));
      return STOPPED.matcher(status).find() || STOP_IS_PENDING.matcher(status).find();
    } catch (IOException gone) {
      return false;
    }
  }

  private void awaitPromise(String how) {
    while (machine.admin().subsystems().stream()
        .filter(subsystem -> subsystem.name().equals("numtasks"))
        .filter(subsystem -> subsystem.state() == SubsystemReport.State.BOUND)
        .flatMap(subsystem -> subsystem.enforcement().stream())
        .noneMatch(promise -> promise.how().contains(how))) {
      Thread.onSpinWait();
    }
  }

  private static void assumeLimits() {
    var context = FrameworkUtil.getBundle(LiveNumtasksTest.class).getBundleContext();
    assumeTrue(
        context.getServiceReference(TaskLimits.class) != null,
        "needs control groups that count tasks, and may make some");
  }

  private void share(String line, String parents) throws ContainerException {
    machine.write(LiveMachine.MOUNT + "/numtasks.shares", parents);
    machine.write(group + "/numtasks.shares", line);
  }

  private void write(String file, String text) throws ContainerException {
    machine.write(group + "/numtasks." + file, text);
  }

  private void await(String line) throws ContainerException {
    while (!machine.read(group + "/numtasks.stats").contains("numtasks: " + line + "\n")) {
      Thread.onSpinWait();
    }
  }

  private void awaitSuccesses(long number) throws ContainerException {
    while (stat("Number of successes ") < number) {
      Thread.onSpinWait();
    }
  }

  /** Its host and its controller come back in a thread of their own. */
  private static void awaitHeld(Launch process) throws IOException {
    while (!controlGroup(process.pid()).contains("/corral-")) {
      Thread.onSpinWait();
    }
  }

  private long stat(String label) throws ContainerException {
    return machine
        .read(group + "/numtasks.stats")
        .lines()
        .map(line -> line.substring("numtasks: ".length()))
        .filter(line -> line.startsWith(label))
        .mapToLong(line -> Long.parseLong(line.substring(label.length())))
        .findFirst()
        .orElseThrow();
  }

  private static String controlGroup(int pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/cgroup")).stream()
        .filter(line -> line.contains(":pids:") || line.startsWith("0::"))
        .toList()
        .toString();
  }

  private static List<Path> ownControlGroups() throws IOException {
    var own = "corral-" + ProcessHandle.current().pid() + "-";
    try (var groups = Files.walk(Path.of("/sys/fs/cgroup"), 2)) {
      return groups.filter(group -> group.getFileName().toString().startsWith(own)).toList();
    }
  }

  private static BufferedReader lines(Launch launch) {
    return new BufferedReader(new InputStreamReader(launch.output(), UTF_8));
  }
}
