package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.admin.Entry;
import corral.framework.api.host.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Live processes end, change their user and are replaced by exec between any two steps of what all
 * controllers do to them at the same time. The order is another one each time; a given one comes
 * with {@code JDK_JAVA_OPTIONS=-Dcorral.seed=N}.
 */
@LeavesNothingBehind
class RestlessProcessesTest {
  private static final int ROUNDS = 300;
  private static final String SETPRIV = "/usr/bin/setpriv";

  /** A process that replaces itself by another program, at most so often. */
  private static final String EXECUTING =
      "export N=$((${N:-100000} - 1)); [ $N -gt 0 ] && exec sh -c \"$0\" \"$0\"";

  /** Children that do so once, and end at once. */
  private static final String ENDING =
      "i=0; while [ $i -lt 100000 ]; do (exec true); i=$((i + 1)); done";

  /** Children that become nobody's, and end at once. */
  private static final String CHANGING =
      "i=0; while [ $i -lt 100000 ]; do "
          + SETPRIV
          + " --reuid=65534 --clear-groups true; i=$((i + 1)); done";

  /** Values that are written to a container's files in turn. */
  private static final List<Map.Entry<String, List<String>>> VALUES =
      List.of(
          Map.entry("cpuset.cpus", List.of("0", "0-1")),
          Map.entry("cpuset.memory_migrate", List.of("0", "1")),
          Map.entry("beancounter.numfiles.limit", List.of("500", "600")),
          Map.entry("beancounter.numtasks.maxheld", List.of("0")),
          Map.entry("cpuacct.usage", List.of("0")),
          Map.entry("numtasks.shares", List.of("max_shares=90", "max_shares=-3")),
          Map.entry("numtasks.stats", List.of("0")),
          Map.entry("cpu.shares", List.of("min_shares=10", "min_shares=-3")));

  private LiveMachine machine;
  private List<String> containers = List.of();
  private final List<Launch> restless = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    machine = new LiveMachine("cpuset,cpuacct,beancounter,numtasks,cpu,debug");
    machine.write(LiveMachine.MOUNT + "/numtasks.total_numtasks", "100");
    containers = List.of(machine.makeFilled("a"), machine.makeFilled("b"));
    for (var container : containers) {
      machine.write(container + "/beancounter.numfiles.barrier", "400");
    }
  }

  @AfterEach
  void close() throws Exception {
    machine.close();
  }

  @Test
  void whatHappensToThemBreaksNothing() throws Exception {
    long seed = Long.getLong("corral.seed", System.nanoTime());
    System.out.println("Restless processes in the order of seed " + seed);
    var random = new Random(seed);
    try (var log = new LogWatch("corral")) {
      start("sh", "-c", EXECUTING, EXECUTING);
      start("sh", "-c", ENDING);
      if (machine.self().uid() == 0 && Files.isExecutable(Path.of(SETPRIV))) {
        start("sh", "-c", CHANGING);
      }
      for (int round = 0; round < ROUNDS; round++) {
        moveSome(containers.get(round % 2), containers.get(1 - round % 2), random);
        writeOne(containers.get(random.nextInt(2)), random);
        readAll(containers.get(random.nextInt(2)));
      }
      assertEquals(List.of(), log.warnings());
    }
    for (var launch : restless) {
      var process = ProcessHandle.of(launch.pid());
      assertTrue(process.isPresent(), "they were so all the time");
      process.get().destroyForcibly();
    }
    for (var container : containers) {
      awaitEmpty(container);
      assertEquals("0\n", machine.read(container + "/beancounter.numtasks.held"));
      awaitNoFiles(container);
      assertTrue(machine.read(container + "/numtasks.stats").contains("Current usage 0\n"));
    }
  }

  private void start(String... command) throws ContainerException {
    restless.add(machine.run(containers.getFirst(), command));
  }

  /** Whoever ends meanwhile is no such process; nothing else may be wrong. */
  private void moveSome(String from, String to, Random random) throws ContainerException {
    for (var task : tasks(from)) {
      try {
        if (random.nextBoolean()) {
          machine.admin().attach(task.pid(), to, machine.self());
        }
      } catch (ContainerException e) {
        assertEquals(Errno.ESRCH, e.errno(), e.getMessage());
      }
    }
  }

  private void writeOne(String container, Random random) throws ContainerException {
    var file = VALUES.get(random.nextInt(VALUES.size()));
    var value = file.getValue().get(random.nextInt(file.getValue().size()));
    machine.write(container + "/" + file.getKey(), value);
  }

  private void readAll(String container) throws ContainerException {
    for (var entry : machine.admin().list(container)) {
      if (entry.kind() == Entry.Kind.FILE && entry.readable()) {
        machine.read(entry.path());
      }
    }
  }

  /** A look that had begun before the last task went is put right by the next. */
  private void awaitNoFiles(String container) {
    Waiting.until(
        () -> read(container + "/beancounter.numfiles.held").equals("0\n"),
        () -> "files held by nobody");
  }

  private String read(String file) {
    try {
      return machine.read(file);
    } catch (ContainerException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitEmpty(String container) {
    Waiting.until(() -> tasks(container).isEmpty(), () -> "left: " + tasks(container));
  }

  private List<Task> tasks(String container) {
    try {
      Container found = machine.admin().container(container);
      return found.tasks();
    } catch (ContainerException e) {
      throw new AssertionError(e);
    }
  }
}
