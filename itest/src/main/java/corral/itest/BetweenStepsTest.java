package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.Errno;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * A process ends, changes its user or is replaced by another program between two steps of what all
 * controllers do to it. A subsystem beside them lets it happen at a step of its own.
 */
@LeavesNothingBehind
class BetweenStepsTest {
  private static final String MOUNT = "/dev/corral-between";
  private static final String GROUP = MOUNT + "/group";

  /** So that every controller that can has something to enforce. */
  private static final List<Map.Entry<String, String>> LIMITS =
      List.of(
          Map.entry(MOUNT + "/numtasks.total_numtasks", "1000"),
          Map.entry(GROUP + "/cpuset.cpus", "0-1"),
          Map.entry(GROUP + "/cpuset.mems", "0"),
          Map.entry(GROUP + "/cpuset.memory_migrate", "1"),
          Map.entry(GROUP + "/beancounter.numfiles.barrier", "40"),
          Map.entry(GROUP + "/beancounter.numfiles.limit", "50"),
          Map.entry(GROUP + "/numtasks.shares", "max_shares=5"),
          Map.entry(GROUP + "/cpu.shares", "min_shares=17"));

  /** What a group without tasks reads, whatever its tasks were. */
  private static final Map<String, String> EMPTY =
      Map.of(
          "tasks", "",
          "beancounter.numtasks.held", "0\n",
          "beancounter.numfiles.held", "0\n",
          "beancounter.physpages.held", "0\n",
          "beancounter.privvmpages.held", "0\n",
          "beancounter.kmemsize.held", "0\n",
          "debug.taskcount", "0\n",
          "ns.net", "");

  private SimulatedMachine machine;
  private final TestSubsystem beside = new TestSubsystem("beside");
  private @Nullable ServiceRegistration<?> registered;

  /** Whether what was to happen at a step has happened. */
  private boolean happened;

  @BeforeEach
  void open() throws Exception {
    machine = new SimulatedMachine();
    machine.bringControllers();
    registered =
        FrameworkUtil.getBundle(BetweenStepsTest.class)
            .getBundleContext()
            .registerService(ContainerSubsystem.class, beside, null);
    machine
        .admin()
        .mount(String.join(",", SimulatedMachine.CONTROLLERS) + ",beside", MOUNT, machine.self());
    machine.admin().makeContainer(GROUP, machine.self());
    for (var limit : LIMITS) {
      machine.admin().write(limit.getKey(), limit.getValue(), machine.self());
    }
  }

  /** That the group can be removed shows that nobody has kept a reference to it. */
  @AfterEach
  void close() throws Exception {
    try {
      machine.admin().removeContainer(GROUP, machine.self());
      machine.admin().unmount(MOUNT, machine.self());
    } finally {
      if (registered != null) {
        registered.unregister();
      }
      machine.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"canAttach", "attach", "postAttach"})
  void whoEndsIsNowhere(String step) throws Exception {
    try (var log = new LogWatch("corral")) {
      int pid = machine.fork();
      at(step, "exit " + pid);
      // The end waits until all steps are taken.
      assertNull(enter(pid));
      assertTrue(happened, "the step was reached");
      assertEmpty();
      assertEquals(List.of(), log.warnings());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"canAttach", "attach", "postAttach"})
  void whoBecomesAnotherUsersIsInside(String step) throws Exception {
    staysThough(step, "setuid %d 1000");
  }

  /** What exec does to a process: other memory, and some of its files are closed. */
  @ParameterizedTest
  @ValueSource(strings = {"canAttach", "attach", "postAttach"})
  void whoIsReplacedIsInside(String step) throws Exception {
    staysThough(step, "memory %d 7 5; sim close %<d 1");
  }

  private void staysThough(String step, String happening) throws Exception {
    try (var log = new LogWatch("corral")) {
      int pid = machine.fork();
      machine.sim("open " + pid + " 3");
      at(step, happening.formatted(pid));
      assertNull(enter(pid));
      assertTrue(happened, "the step was reached");
      assertEquals(pid + "\n", read("tasks"));
      assertEquals("1\n", read("beancounter.numtasks.held"));
      machine.sim("exit " + pid);
      assertEmpty();
      assertEquals(List.of(), log.warnings());
    }
  }

  /** It was there when a controller looked, and was no more when the controller acted. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "pin",
        "usage",
        "memory",
        "migrate",
        "reclaim",
        "files",
        "nice",
        "tasks",
        "namespaces"
      })
  void whoHasEndedWhenItIsActedOnIsNoFault(String operation) throws Exception {
    try (var log = new LogWatch("corral")) {
      int pid = machine.fork();
      machine.sim("fault " + operation + " " + pid + " ESRCH");
      var answer = enter(pid);
      if (answer != null) {
        assertEquals(Errno.ESRCH, answer);
      }
      machine.sim("exit " + pid);
      assertEmpty();
      assertEquals(List.of(), log.warnings());
    }
  }

  /** Lets something happen to the machine when a step is reached. */
  private void at(String step, String words) {
    beside.during =
        reached -> {
          if (reached.equals(step)) {
            beside.during = _ -> {};
            happened = true;
            try {
              machine.sim(words);
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          }
        };
  }

  /** How it is refused; null if it is not. */
  private @Nullable Errno enter(int pid) {
    return Refused.errno(() -> machine.admin().attach(pid, GROUP, machine.self()));
  }

  private void assertEmpty() throws ContainerException {
    for (var file : EMPTY.entrySet()) {
      assertEquals(file.getValue(), read(file.getKey()), file.getKey());
    }
  }

  private String read(String file) throws ContainerException {
    return machine.admin().read(GROUP + "/" + file, machine.self());
  }
}
