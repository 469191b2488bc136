package corral.subsys.debug;

import static corral.testkit.Testbed.assertRefused;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.testkit.Testbed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files say while containers are filled, held and left. */
class DebugSubsystemTest {
  private final Testbed testbed = new Testbed();
  private final DebugSubsystem debug = testbed.add(new DebugSubsystem());

  @BeforeEach
  void mount() throws ContainerException {
    testbed.mount("debug", "/d");
    testbed.mkdir("/d/a");
  }

  @AfterEach
  void close() {
    testbed.close();
  }

  @Test
  void tasksAreCountedInTheContainerItself() throws ContainerException {
    testbed.mkdir("/d/a/b");
    testbed.forkInto("/d/a");
    testbed.forkInto("/d/a/b");
    testbed.forkInto("/d/a/b");
    assertEquals("1\n", testbed.read("/d/a/debug.taskcount"));
    assertEquals("2\n", testbed.read("/d/a/b/debug.taskcount"));
  }

  @Test
  void referencesAreCountedAndKeepItFromBeingReleasable() throws ContainerException {
    assertEquals("1\n", testbed.read("/d/a/debug.releasable"));
    var state = requireNonNull(testbed.state(debug, "/d/a"));
    assertTrue(state.tryGet());
    assertEquals("1\n", testbed.read("/d/a/debug.container_refcount"));
    assertEquals("0\n", testbed.read("/d/a/debug.releasable"));
    state.put();
    assertEquals("0\n", testbed.read("/d/a/debug.container_refcount"));
    assertEquals("1\n", testbed.read("/d/a/debug.releasable"));
  }

  @Test
  void aContainerWithTasksOrChildrenAndARootAreNotReleasable() throws ContainerException {
    assertEquals("0\n", testbed.read("/d/debug.releasable"));
    testbed.mkdir("/d/a/b");
    assertEquals("0\n", testbed.read("/d/a/debug.releasable"));
    int pid = testbed.forkInto("/d/a/b");
    assertEquals("0\n", testbed.read("/d/a/b/debug.releasable"));
    testbed.exit(pid);
    assertEquals("1\n", testbed.read("/d/a/b/debug.releasable"));
  }

  @Test
  void tasksWithTheSameContainersShareTheirGroup() throws ContainerException {
    int one = testbed.forkInto("/d/a");
    int other = testbed.forkInto("/d/a");
    int outside = testbed.fork();
    assertEquals(current("group", one), current("group", other));
    assertNotEquals(current("group", one), current("group", outside));
    assertEquals("2\n", current("group_refcount", one));
    assertEquals(current("group", one).strip() + " 2\n", testbed.read("/d/a/debug.css_groups"));
    assertEquals(
        testbed.read("/d/a/debug.css_groups"), testbed.read("/proc/" + one + "/css_group"));
  }

  @Test
  void aContainerHasAGroupForEachCombination() throws ContainerException {
    testbed.mount("none,name=other", "/o");
    testbed.mkdir("/o/x");
    int pid = testbed.forkInto("/d/a");
    testbed.forkInto("/d/a");
    testbed.attach(pid, "/o/x");
    assertEquals(2, testbed.read("/d/a/debug.css_groups").lines().count());
  }

  @Test
  void aReaderThatIsNoTaskHasNoGroup() {
    assertRefused(Errno.ESRCH, () -> testbed.read("/d/a/debug.current_css_group"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "container_refcount",
        "taskcount",
        "current_css_group",
        "current_css_group_refcount",
        "css_groups",
        "releasable"
      })
  void everyFileIsReadOnly(String file) {
    assertRefused(Errno.EACCES, () -> testbed.write("/d/a/debug." + file, "0"));
  }

  private String current(String what, int pid) throws ContainerException {
    return testbed.admin().read("/d/a/debug.current_css_" + what, new Caller(pid, 0, 0));
  }
}
