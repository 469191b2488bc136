package corral.itest;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.StateCounts;
import corral.framework.api.Task;
import corral.framework.api.host.Signals;
import corral.framework.api.host.Signals.Signal;
import corral.framework.api.stats.ContainerStatistics;
import corral.framework.api.stats.Reach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;

/** What live processes of the tests' own are counted to do, beside what /proc says. */
@LeavesNothingBehind
class LiveStatisticsTest {
  private static final String SPIN = "echo ready; while :; do :; done";

  /** A fork whose parent waits, deaf to all signals, until the child has ended ({@code vfork}). */
  private static final String WAIT_FOR_CHILD = "syscall(56, 0x4000 | 17, 0, 0, 0, 0) or sleep 60";

  private static final Path PERL = Path.of("/usr/bin/perl");

  @TempDir Path directory;

  private LiveMachine machine;
  private ContainerStatistics statistics;
  private String group;

  @BeforeEach
  void open() throws BundleException, ContainerException, InterruptedException {
    machine = new LiveMachine("none,name=statistics");
    statistics = Services.awaited(ContainerStatistics.class);
    group = machine.make("group");
  }

  @AfterEach
  void close() throws BundleException, ContainerException {
    machine.close();
  }

  @Test
  void countsAgreeWithProcAtRest() throws Exception {
    assumeTrue(Files.isExecutable(PERL), "there is no perl");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "another number for clone");
    machine.run(group, "sleep", "60");
    machine.run(group, "sleep", "60");
    machine.run(group, "sh", "-c", SPIN).output().read();
    machine.run(group, "sh", "-c", "kill -STOP $$; sleep 60");
    machine.run(group, "perl", "-e", WAIT_FOR_CHILD);
    // The child of the last, which sleeps, is the third sleeper.
    await(counts -> counts.equals(new StateCounts(1, 0, 1, 3, 1)));
    assertEquals(inProc(), tasks());
    assertEquals(
        "sleeping 3, blocked %s, running 1, stopped 1, uninterruptible 1"
            .formatted(
                statistics.of(container(), Reach.MEMBERS).tellsBlocked() ? "0" : "not available"),
        typed("containerstats -C " + group));
  }

  @Test
  void aChangeIsCountedByTheFirstLookAfterIt() throws Exception {
    var spinner = machine.run(group, "sh", "-c", SPIN);
    spinner.output().read();
    var task = machine.admin().task(spinner.pid()).orElseThrow();
    var signals = Services.awaited(Signals.class);
    for (int i = 0; i < 5; i++) {
      signals.send(task.pid(), task.startTimeNanos(), Signal.STOP);
      awaitLetter(task, 'T');
      assertCountedByTheNextLook(counts -> counts.stopped() == 1);
      long before = ticks(task);
      signals.send(task.pid(), task.startTimeNanos(), Signal.CONT);
      while (ticks(task) == before) {
        Thread.onSpinWait();
      }
      assertCountedByTheNextLook(counts -> counts.running() == 1);
    }
  }

  /** Who writes through to a disk waits for it most of the time, and is seen waiting sometimes. */
  @Test
  void whoWaitsForADiskIsSeenWaiting() throws Exception {
    var file = directory.resolve("written");
    var writer =
        machine.run(
            group,
            "dd",
            "if=/dev/zero",
            "of=" + file,
            "bs=64k",
            "count=200000",
            "seek=0",
            "conv=notrunc",
            "oflag=dsync");
    try {
      await(
          counts -> {
            // Who is seen for the first time may be counted twice for a moment.
            assertTrue(counts.total() > 0, () -> "it writes on: " + counts);
            return counts.blocked() + counts.uninterruptible() == 1;
          });
    } finally {
      writer.kill();
    }
  }

  @Test
  void theLoadOfTheRootIsTheMachines() throws Exception {
    for (int i = 0; i < 6; i++) {
      machine.run(group, "sh", "-c", SPIN).output().read();
    }
    var root = machine.admin().container(LiveMachine.MOUNT);
    double machineBefore = machineLoad();
    double oursBefore = load(root);
    long begun = System.nanoTime();
    Thread.sleep(30_000);
    double left = Math.exp(-NANOSECONDS.toMillis(System.nanoTime() - begun) / 60_000.0);
    double added = machineLoad() - machineBefore * left;
    double ours = load(root) - oursBefore * left;
    // Both look at single moments, and one of them may have made one step of six more, by which
    // what was there before has faded by a twelfth more, too.
    assertEquals(added, ours, 0.75 + 0.35 * added + 0.09 * (machineBefore + oursBefore) * left);
    double groups = load(container());
    assertTrue(groups > 0.2 * 6, "six spin: " + groups);
  }

  @Test
  void whatIsAskedWronglyIsRefused() throws Exception {
    Refused.with(Errno.EINVAL, () -> statistics.at("", Reach.MEMBERS));
    Refused.with(Errno.ENOENT, () -> statistics.at(group + "/none", Reach.MEMBERS));
    Refused.with(Errno.ENOENT, () -> statistics.at("/dev", Reach.MEMBERS));
    Refused.with(Errno.E2BIG, () -> statistics.at("/" + "x".repeat(4096), Reach.MEMBERS));
    Refused.with(Errno.ENAMETOOLONG, () -> statistics.at("/" + "x".repeat(4095), Reach.MEMBERS));
  }

  private void assertCountedByTheNextLook(Predicate<StateCounts> wanted) throws ContainerException {
    long begun = statistics.sampler().looks();
    await(wanted);
    long looks = statistics.sampler().looks() - begun;
    assertTrue(looks <= 2, looks + " looks, the first of which may have been under way");
  }

  private void await(Predicate<StateCounts> wanted) throws ContainerException {
    while (!wanted.test(tasks())) {
      Thread.onSpinWait();
    }
  }

  private StateCounts tasks() throws ContainerException {
    return statistics.at(group, Reach.MEMBERS).tasks();
  }

  private Container container() throws ContainerException {
    return machine.admin().container(group);
  }

  private double load(Container container) {
    return statistics.of(container, Reach.SUBTREE).load().one();
  }

  private static double machineLoad() throws IOException {
    return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
  }

  private StateCounts inProc() throws ContainerException, IOException {
    var counts = StateCounts.NONE;
    for (var task : container().tasks()) {
      counts =
          switch (letter(task)) {
            case 'R' -> counts.plus(new StateCounts(1, 0, 0, 0, 0));
            case 'D' -> counts.plus(new StateCounts(0, 0, 1, 0, 0));
            case 'S' -> counts.plus(new StateCounts(0, 0, 0, 1, 0));
            case 'T' -> counts.plus(new StateCounts(0, 0, 0, 0, 1));
            default -> throw new AssertionError(letter(task));
          };
    }
    return counts;
  }

  private static void awaitLetter(Task task, char letter) throws IOException {
    while (letter(task) != letter) {
      Thread.onSpinWait();
    }
  }

  private static char letter(Task task) throws IOException {
    return stat(task).getFirst().charAt(0);
  }

  /** The CPU time that it has used. */
  private static long ticks(Task task) throws IOException {
    return Long.parseLong(stat(task).get(11)) + Long.parseLong(stat(task).get(12));
  }

  /** From the state on. */
  private static List<String> stat(Task task) throws IOException {
    var line = Files.readString(Path.of("/proc/" + task.pid() + "/stat"));
    return List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
  }

  private static String typed(String line) throws Exception {
    try (var shell = new ShellSession()) {
      return shell.type(line).strip();
    }
  }
}
