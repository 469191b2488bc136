package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.TaskLimits;
import corral.host.linux.ffi.KernelFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Bounds processes of the test's own by control groups, which are gone afterwards. */
@Timeout(60)
class TaskGroupsTest {
  private static final int LIMIT = 50;

  /** Makes sleeping children until it fails, at most 2000; then its parent says so and waits. */
  private static final String BOMB =
      """
      read go
      sh -c 'i=0; while [ $i -lt 2000 ]; do sleep 60 & i=$((i + 1)); done' 2>/dev/null
      echo held
      read end
      """;

  private final ProcReader proc = new ProcReader();
  private CgroupMount mount = new CgroupMount(Path.of("/nowhere"), false);
  private TaskGroups groups;

  TaskGroupsTest() throws IOException {
    groups = new TaskGroups(mount, proc);
  }

  @BeforeEach
  void findMount() throws IOException {
    var found = CgroupMount.find(Files.readAllLines(Path.of("/proc/self/mountinfo")));
    assumeTrue(found.isPresent(), "needs control groups that count tasks, and may make some");
    mount = found.get();
    groups = new TaskGroups(mount, proc);
  }

  @AfterEach
  void close() throws IOException {
    groups.close();
    proc.close();
    try (var own = Files.newDirectoryStream(mount.directory(), ownPrefix() + "*")) {
      assertFalse(own.iterator().hasNext(), "a control group is left");
    } catch (NoSuchFileException none) {
      // The machine has no control groups.
    }
  }

  private static String ownPrefix() {
    return "corral-" + ProcessHandle.current().pid() + "-";
  }

  @Test
  void aForkBombIsHeldExactly() throws Exception {
    var group = groups.open(null);
    try (var bomb = Child.sh(BOMB)) {
      enter(group, bomb);
      group.bound(LIMIT);
      bomb.tell("go");
      bomb.hear();
      assertEquals(LIMIT - 1, group.held(), "all but the one that failed to fork and has ended");
      assertEquals(1, group.refused());
    }
  }

  @Test
  void theGroupAroundHoldsToo() throws Exception {
    var outer = groups.open(null);
    var inner = groups.open(outer);
    try (var bomb = Child.sh(BOMB);
        var other = Child.sh("read end")) {
      enter(inner, bomb);
      enter(outer, other);
      outer.bound(LIMIT);
      bomb.tell("go");
      bomb.hear();
      assertEquals(LIMIT - 1, outer.held());
      assertEquals(LIMIT - 2, inner.held());
    }
  }

  @Test
  void everyoneGoesBackToWhereHeCameFrom() throws Exception {
    var home = Files.createTempDirectory(mount.directory(), "corral-resgroup-home-");
    var group = groups.open(null);
    try (var first = Child.sh("sleep 60 & read end");
        var second = Child.sh("sleep 60 & read end")) {
      KernelFile.write(home.resolve("cgroup.procs"), Integer.toString(first.pid()));
      var whereSecondWas = group(second.pid());
      enter(group, first);
      enter(group, second);
      assertTrue(group(first.pid()).startsWith(own().getFirst()));
      groups.release(first.pid(), start(first.pid()));
      assertEquals(home, group(first.pid()));
      group.close();
      for (var process : ProcessHandle.of(second.pid()).orElseThrow().children().toList()) {
        assertEquals(whereSecondWas, group((int) process.pid()));
      }
      assertEquals(whereSecondWas, group(second.pid()));
    } finally {
      removeEmptied(home);
    }
  }

  @Test
  void aChildThatNobodyToldOfGoesBackToo() throws Exception {
    var home = Files.createTempDirectory(mount.directory(), "corral-resgroup-home-");
    var group = groups.open(null);
    try (var parent = Child.sh("read go; sleep 60 & echo $!; read end")) {
      KernelFile.write(home.resolve("cgroup.procs"), Integer.toString(parent.pid()));
      enter(group, parent);
      parent.tell("go");
      int child = Integer.parseInt(parent.hear());
      groups.close();
      assertEquals(home, group(child));
      assertEquals(home, group(parent.pid()));
    } finally {
      removeEmptied(home);
    }
  }

  @Test
  void aPlaceThatIsGoneIsReplacedByTheOneAbove() throws Exception {
    var home = Files.createTempDirectory(mount.directory(), "corral-resgroup-home-");
    var group = groups.open(null);
    try (var child = Child.sh("read end")) {
      KernelFile.write(home.resolve("cgroup.procs"), Integer.toString(child.pid()));
      enter(group, child);
      removeEmptied(home);
      groups.release(child.pid(), start(child.pid()));
      assertEquals(mount.directory(), group(child.pid()));
    }
  }

  @Test
  void fromGroupToGroupTheFirstPlaceIsRemembered() throws Exception {
    var group = groups.open(null);
    var other = groups.open(null);
    try (var child = Child.sh("read end")) {
      var before = group(child.pid());
      enter(group, child);
      enter(other, child);
      assertEquals(0, group.held());
      assertEquals(1, other.held());
      group.close();
      other.close();
      assertEquals(before, group(child.pid()));
    }
  }

  @Test
  void anotherProcessOfTheSamePidIsLeftAlone() throws Exception {
    var group = groups.open(null);
    try (var child = Child.sh("read end")) {
      var before = group(child.pid());
      long start = start(child.pid());
      assertErrno(Errno.ESRCH, () -> group.enter(child.pid(), start + 1_000_000_000));
      assertEquals(before, group(child.pid()));
    }
    assertErrno(Errno.ESRCH, () -> group.enter(Integer.MAX_VALUE, 0));
  }

  @Test
  void aClosedGroupTakesNobodyIn() throws Exception {
    var outer = groups.open(null);
    var inner = groups.open(outer);
    outer.close();
    try (var child = Child.sh("read end")) {
      assertErrno(Errno.ENODEV, () -> enter(outer, child));
      assertErrno(Errno.ENODEV, () -> enter(inner, child));
    }
    assertErrno(Errno.ENODEV, () -> inner.bound(1));
    assertErrno(Errno.ENODEV, () -> groups.open(outer));
    assertEquals(0, inner.held());
    inner.close();
  }

  @Test
  void whatAKilledOneHasLeftIsUndone() throws Exception {
    var home = Files.createTempDirectory(mount.directory(), "corral-resgroup-home-");
    var self = Owner.self(proc);
    var killed = new Owner(self.pid(), self.start() - 1000, self.namespace());
    var left = Files.createDirectory(mount.directory().resolve(killed.name() + "-1"));
    var tree = new GroupTree(mount);
    try (var inner = Child.sh("sleep 60 & read end");
        var outer = Child.sh("read end")) {
      var whereOuterWas = group(outer.pid());
      KernelFile.write(home.resolve("cgroup.procs"), Integer.toString(inner.pid()));
      var group = Files.createDirectory(left.resolve("group-1"));
      var within = Files.createDirectory(group.resolve("group-2"));
      tree.move(inner.pid(), Files.createDirectories(tree.room(within, home)));
      tree.move(outer.pid(), Files.createDirectories(tree.room(group, whereOuterWas)));
      KernelFile.write(group.resolve("pids.max"), "3");
      groups.clear();
      assertFalse(Files.exists(left));
      assertEquals(home, group(inner.pid()));
      assertEquals(whereOuterWas, group(outer.pid()));
    } finally {
      removeEmptied(home);
    }
  }

  @Test
  void whatALiveOneHasStays() throws Exception {
    var group = groups.open(null);
    try (var child = Child.sh("read end")) {
      enter(group, child);
      var place = group(child.pid());
      new TaskGroups(mount, proc).clear();
      assertEquals(place, group(child.pid()));
      assertEquals(1, group.held());
    }
  }

  @Test
  void nothingIsMadeUntilItIsNeeded() throws Exception {
    assertEquals(List.of(), own());
    var group = groups.open(null);
    assertEquals(1, own().size());
    group.close();
    assertEquals(List.of(), own());
  }

  private List<Path> own() throws IOException {
    List<Path> found = new ArrayList<>();
    try (var own = Files.newDirectoryStream(mount.directory(), ownPrefix() + "*")) {
      own.forEach(found::add);
    }
    return found;
  }

  private void enter(TaskLimits.Group group, Child child) throws ContainerException {
    group.enter(child.pid(), start(child.pid()));
  }

  private long start(int pid) {
    return proc.lifeStartNanos(pid).orElseThrow();
  }

  private Path group(int pid) {
    return proc.text(pid, "cgroup").flatMap(mount::group).orElseThrow();
  }

  /** Who has just left it may keep it for a moment. */
  private static void removeEmptied(Path home) throws IOException {
    while (Files.isDirectory(home)) {
      try {
        Files.delete(home);
      } catch (FileSystemException busy) {
        Thread.onSpinWait();
      }
    }
  }

  private static void assertErrno(Errno errno, Executable action) {
    assertEquals(errno, assertThrows(ContainerException.class, action).errno());
  }
}
