package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.Entry;
import corral.framework.api.admin.OpenFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;

/**
 * Every file of every controller is written what it does not take. The files are those that are
 * found, so that none is forgotten; the tables tell those that answer with another errno.
 */
@LeavesNothingBehind
class BadInputTest {
  private static final String MOUNT = "/dev/corral-bad-input";
  private static final String GROUP = MOUNT + "/group";

  /** The framework's own files, which any hierarchy has. */
  private static final Set<String> FRAMEWORK =
      Set.of(
          "tasks",
          "cgroup.procs",
          "cgroup.events",
          "cgroup.clone_children",
          "notify_on_release",
          "release_agent");

  private static final String OVERFLOWING = "99999999999999999999999";

  /** What no file takes, and how it is refused where no other errno is told below. */
  private static final Map<String, Errno> INPUTS =
      Map.of(
          "many",
          Errno.EINVAL,
          "-7",
          Errno.EINVAL,
          OVERFLOWING,
          Errno.ERANGE,
          "1".repeat(70_000),
          Errno.E2BIG,
          "0 x",
          Errno.EINVAL,
          "1k",
          Errno.EINVAL,
          "1s",
          Errno.EINVAL);

  /** Beginnings and ends of files for which what overflows is no number, as any other text. */
  private static final List<String> NO_RANGE = List.of("beancounter.", "cpuacct.usage", ".shares");

  /** The root's are the machine's. */
  private static final Set<String> FIXED_IN_ROOT = Set.of("cpuset.cpus", "cpuset.mems");

  /** What is there before, so that one sees what is kept. */
  private static final List<Map.Entry<String, String>> VALUES =
      List.of(
          Map.entry("cpuset.cpus", "0-1"),
          Map.entry("cpuset.mems", "0"),
          Map.entry("cpuset.memory_migrate", "1"),
          Map.entry("beancounter.numfiles.barrier", "40"),
          Map.entry("beancounter.numfiles.limit", "50"),
          Map.entry("beancounter.policy", "stop"),
          Map.entry("numtasks.shares", "min_shares=2,max_shares=5,child_shares_divisor=7"),
          Map.entry("numtasks.forkrate", "11"),
          Map.entry("numtasks.forkrate_interval", "13"),
          Map.entry("cpu.shares", "min_shares=17"));

  private SimulatedMachine machine;

  @BeforeEach
  void open() throws Exception {
    machine = new SimulatedMachine();
    machine.bringControllers();
    machine.admin().mount(String.join(",", SimulatedMachine.CONTROLLERS), MOUNT, machine.self());
    machine.admin().makeContainer(GROUP, machine.self());
    for (var value : VALUES) {
      machine.admin().write(GROUP + "/" + value.getKey(), value.getValue(), machine.self());
    }
  }

  @AfterEach
  void close() throws BundleException, ContainerException {
    for (var child : machine.admin().container(MOUNT).children()) {
      machine.admin().removeContainer(MOUNT + child.path(), machine.self());
    }
    machine.admin().unmount(MOUNT, machine.self());
    machine.close();
  }

  @Test
  void isRefusedAndTheOldValueIsKept() throws Exception {
    var wrong = new ArrayList<String>();
    for (var directory : List.of(MOUNT, GROUP)) {
      for (var file : files(directory)) {
        for (var input : INPUTS.keySet()) {
          var before = read(file);
          var answer = Refused.errno(() -> open(file).write(input));
          var after = read(file);
          if (answer != expected(file, input) || !before.equals(after)) {
            wrong.add("%s: %.25s: %s, %s".formatted(file.path(), input, answer, after));
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static Errno expected(Entry file, String input) {
    if (!file.writable()) {
      return Errno.EACCES;
    }
    var errno = INPUTS.getOrDefault(input, Errno.EINVAL);
    boolean isFixed = file.path().equals(MOUNT + "/" + file.name());
    if (errno != Errno.E2BIG && isFixed && FIXED_IN_ROOT.contains(file.name())) {
      return Errno.EACCES;
    }
    boolean hasNoRange =
        NO_RANGE.stream()
            .anyMatch(part -> file.name().startsWith(part) || file.name().endsWith(part));
    return input.equals(OVERFLOWING) && hasNoRange ? Errno.EINVAL : errno;
  }

  /** Whoever has a file open when its container goes. */
  @Test
  void ofARemovedContainerIsRefusedWhateverItIs() throws Exception {
    var open = new ArrayList<Map.Entry<Entry, OpenFile>>();
    for (var file : files(GROUP)) {
      open.add(Map.entry(file, open(file)));
    }
    machine.admin().removeContainer(GROUP, machine.self());
    var wrong = new ArrayList<String>();
    for (var each : open) {
      var file = each.getKey();
      var reading = Refused.errno(() -> each.getValue().read());
      var writing = Refused.errno(() -> each.getValue().write("0"));
      if (reading != Errno.ENODEV || writing != (file.writable() ? Errno.ENODEV : Errno.EACCES)) {
        wrong.add("%s: read %s, write %s".formatted(file.path(), reading, writing));
      }
    }
    assertEquals(List.of(), wrong);
  }

  private List<Entry> files(String directory) throws ContainerException {
    var files =
        machine.admin().list(directory).stream()
            .filter(entry -> entry.kind() == Entry.Kind.FILE)
            .filter(entry -> !FRAMEWORK.contains(entry.name()))
            .toList();
    for (var controller : SimulatedMachine.CONTROLLERS) {
      assertTrue(
          files.stream().anyMatch(file -> file.name().startsWith(controller + ".")), controller);
    }
    return files;
  }

  private OpenFile open(Entry file) throws ContainerException {
    return machine.admin().open(file.path(), machine.self());
  }

  /** What it says, or why it does not. */
  private String read(Entry file) {
    try {
      return open(file).read();
    } catch (ContainerException e) {
      return e.errno().name();
    }
  }
}
