package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;

/** The main job, on live processes of the tests' own: grouping, pinning, accounting. */
@LeavesNothingBehind
class LiveMachineTest {
  private static final long NANOS_PER_TICK = 10_000_000;

  /** Spins until it has used so many ticks itself, looking after so many rounds each time. */
  private static final String SPIN =
      """
      while read -r stat </proc/$$/stat; set -- $stat; [ ${14} -lt %d ]; do
        i=0; while [ $i -lt %d ]; do i=$((i+1)); done
      done
      """;

  private LiveMachine machine;

  @BeforeEach
  void open() throws BundleException, ContainerException {
    machine = new LiveMachine();
  }

  @AfterEach
  void close() throws BundleException, ContainerException {
    machine.close();
  }

  @Test
  void everyThreadAndEveryChildRunsOnTheCpusOfItsContainer()
      throws ContainerException, IOException {
    int last = Runtime.getRuntime().availableProcessors() - 1;
    assumeTrue(last > 0, "needs a second CPU");
    var container = machine.make("pinned");
    machine.write(container + "/cpuset.cpus", Integer.toString(last));
    machine.write(container + "/cpuset.mems", "0");
    var launch = machine.run(container, "sh", "-c", "sleep 60 & echo $!; wait");
    int child = Integer.parseInt(firstLine(launch.output()));
    assertEquals(Integer.toString(last), allowedCpus(launch.pid()));
    assertEquals(Integer.toString(last), allowedCpus(child));
    // A change reaches every member at once, and leaving gives back what was before.
    machine.write(container + "/cpuset.cpus", "0");
    assertEquals("0", allowedCpus(launch.pid()));
    assertEquals("0", allowedCpus(child));
    machine.admin().attach(child, LiveMachine.MOUNT, machine.self());
    assertEquals(allowedCpus((int) ProcessHandle.current().pid()), allowedCpus(child));
    new ProcessBuilder("kill", Integer.toString(child)).start().onExit().join();
  }

  @Test
  void usageOfABusyProcessIsTheKernelsWithinTwoPercent() throws Exception {
    var container = machine.makeFilled("busy");
    var launch =
        machine.run(container, "sh", "-c", SPIN.formatted(500, 20_000) + "echo done; sleep 60");
    assertEquals("done", firstLine(launch.output()));
    long used = usage(container);
    long kernels = kernelTicks(launch.pid()) * NANOS_PER_TICK;
    assertWithin(2, kernels, used);
  }

  @Test
  void usageOfManyShortProcessesIsTheKernelsWithinFivePercent() throws Exception {
    assumeTrue(machine.self().uid() == 0, "needs root for the kernel's exit records");
    var container = machine.makeFilled("short");
    var script =
        "n=0; while [ $n -lt 200 ]; do sh -c '"
            + SPIN.formatted(2, 2_000).replace("\n", " ")
            + "'; n=$((n+1)); done; echo done; sleep 60";
    var launch = machine.run(container, "sh", "-c", script);
    assertEquals("done", firstLine(launch.output()));
    long kernels = kernelTicks(launch.pid()) * NANOS_PER_TICK;
    assertWithin(5, kernels, usage(container));
  }

  @Test
  void fiveThousandForksLeaveTheContainerEmpty() throws Exception {
    var container = machine.makeFilled("storm");
    var launch =
        machine.run(
            container,
            "sh",
            "-c",
            "n=0; while [ $n -lt 5000 ]; do (:) & n=$((n+1)); [ $((n%50)) = 0 ] && wait; done;"
                + " wait");
    assertEquals(0, launch.exitStatus().get(120, TimeUnit.SECONDS));
    awaitEmpty(container);
    var counters = machine.host().counters();
    assertTrue(
        counters.getOrDefault("forks", 0L) >= 5000 || counters.getOrDefault("repairs", 0L) > 0,
        counters.toString());
    assertEquals(List.of(), ghosts());
  }

  @Test
  void aTaskIsNeverSeenOutsideOfItsContainer() throws Exception {
    var container = machine.makeFilled("inside");
    var launch = machine.run(container, "cat", "/proc/self/stat");
    assertTrue(firstLine(launch.output()).startsWith(launch.pid() + " "));
  }

  /** The exits are told in order, so that a process that has just been told of is the last one. */
  private void awaitEmpty(String container) throws Exception {
    var agent = machine.admin().nextAgentRun();
    machine.write(LiveMachine.MOUNT + "/release_agent", "/bin/echo");
    machine.write(container + "/notify_on_release", "1");
    var last = machine.run(container, "true");
    assertEquals(0, last.exitStatus().get(60, TimeUnit.SECONDS));
    assertEquals("/storm\n", agent.get(60, TimeUnit.SECONDS).output());
    assertEquals("", machine.read(container + "/tasks"));
  }

  /** Tasks that are listed and that the machine does not have; those that end just now are none. */
  private List<Task> ghosts() {
    return machine.admin().tasks().stream()
        .filter(task -> machine.host().look(task.pid()).isEmpty())
        .filter(task -> machine.admin().task(task.pid()).equals(Optional.of(task)))
        .toList();
  }

  private long usage(String container) throws ContainerException {
    return Long.parseLong(machine.read(container + "/cpuacct.usage").strip());
  }

  private static void assertWithin(int percent, long expected, long actual) {
    assertTrue(
        Math.abs(actual - expected) * 100 <= expected * percent,
        "%d is not within %d %% of %d".formatted(actual, percent, expected));
  }

  /** What a process and the children that it has waited for have used, as the kernel counts. */
  private static long kernelTicks(int pid) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Pattern.compile(" ")
        .splitAsStream(stat)
        .skip(13)
        .limit(4)
        .mapToLong(Long::parseLong)
        .sum();
  }

  /** What the kernel allows the threads of a process, which is the same for all of them. */
  private static String allowedCpus(int pid) throws IOException {
    List<String> lists = new ArrayList<>();
    try (var threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (var thread : threads) {
        Files.readAllLines(thread.resolve("status")).stream()
            .filter(line -> line.startsWith("Cpus_allowed_list:"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .filter(list -> !lists.contains(list))
            .forEach(lists::add);
      }
    }
    return String.join(" and ", lists);
  }

  private static String firstLine(InputStream output) throws IOException {
    var line = new StringBuilder();
    for (int c = output.read(); c >= 0 && c != '\n'; c = output.read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
