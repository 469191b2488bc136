package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.host.CpuAccounting;
import corral.framework.api.host.CpuAffinity;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Launch;
import corral.framework.api.host.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;

/**
 * Shares one CPU among live processes of the tests' own, which run for some seconds. It is they
 * whose CPU time is compared, so others on the same CPU do not matter.
 */
@LeavesNothingBehind
class LiveCpuSharesTest {
  private static final String[] BUSY = {"sh", "-c", "while :; do :; done"};

  /** How much all together are to use; shares are given in slices of milliseconds. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

  /** The place of a thread's nice level after its name. */
  private static final int NICE = 16;

  private LiveMachine machine;
  private String small;
  private String great;

  @BeforeEach
  void open() throws Exception {
    machine = new LiveMachine("cpu");
    assumeTrue(
        System.getProperty("user.name").equals("root"), "needs root, to put priorities back");
    small = machine.make("small");
    great = machine.make("great");
    machine.write(small + "/cpu.shares", "min_shares=25");
    machine.write(great + "/cpu.shares", "min_shares=75");
  }

  @AfterEach
  void close() throws Exception {
    machine.close();
  }

  @Test
  void oneToThreeIsAQuarterAndThreeQuarters() throws Exception {
    var one = List.of(busy(small));
    var three = List.of(busy(great));
    assertEquals(25, percent(one, three), 10);
  }

  @Test
  void howManyTasksAGroupHasDoesNotMatter() throws Exception {
    var one = List.of(busy(small), busy(small), busy(small));
    var three = List.of(busy(great));
    while (!machine.read(small + "/cpu.stats").contains("Nice level 10\n")) {
      Thread.onSpinWait();
    }
    assertEquals(25, percent(one, three), 10);
  }

  @Test
  void everythingIsPutBack() throws Exception {
    int before = niceLevel(Math.toIntExact(ProcessHandle.current().pid()));
    var process = busy(small);
    busy(great);
    awaitLevel(5, process);
    machine.admin().attach(process.pid(), LiveMachine.MOUNT, machine.self());
    assertEquals(before, niceLevel(process.pid()));
    machine.admin().attach(process.pid(), small, machine.self());
    awaitLevel(5, process);
    for (var name : List.of("subsys.resgroup", "host.linux")) {
      var bundle = Bundles.named(name);
      bundle.stop();
      try {
        assertEquals(before, niceLevel(process.pid()), "without " + name);
      } finally {
        bundle.start();
      }
      awaitLevel(5, process);
    }
  }

  private Launch busy(String group) throws ContainerException, IOException {
    var launch = machine.run(group, BUSY);
    service(CpuAffinity.class).pin(launch.pid(), IndexSet.of(lastCpu()));
    return launch;
  }

  private static int lastCpu() {
    return service(Machine.class).onlineCpus().last();
  }

  /** What some of these have used of all together, since now. */
  private static double percent(List<Launch> some, List<Launch> others) throws ContainerException {
    long someBefore = used(some);
    long othersBefore = used(others);
    long ofSome;
    long ofAll;
    do {
      ofSome = used(some) - someBefore;
      ofAll = ofSome + used(others) - othersBefore;
      Thread.onSpinWait();
    } while (ofAll < LONG_ENOUGH.toNanos());
    return 100.0 * ofSome / ofAll;
  }

  private static long used(List<Launch> launches) throws ContainerException {
    long sum = 0;
    for (var launch : launches) {
      sum += service(CpuAccounting.class).usage(launch.pid()).totalNanos();
    }
    return sum;
  }

  private static <T> T service(Class<T> type) {
    var context = FrameworkUtil.getBundle(LiveCpuSharesTest.class).getBundleContext();
    return context.getService(context.getServiceReference(type));
  }

  private static void awaitLevel(int level, Launch process) throws IOException {
    while (niceLevel(process.pid()) != level) {
      Thread.onSpinWait();
    }
  }

  private static int niceLevel(int pid) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Integer.parseInt(fields[NICE]);
  }
}
