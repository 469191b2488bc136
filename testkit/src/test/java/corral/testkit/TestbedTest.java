package corral.testkit;

import static corral.testkit.Testbed.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.SubsystemReport.State;
import corral.framework.api.host.IndexSet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestbedTest {
  private final Testbed testbed = new Testbed();
  private final Counting counting = testbed.add(new Counting(1));

  @BeforeEach
  void mount() throws ContainerException {
    testbed.mount("counting", "/c");
    testbed.mkdir("/c/a");
  }

  @AfterEach
  void close() {
    testbed.close();
  }

  @Test
  void aSubsystemHearsOfWhatHappens() throws ContainerException {
    int parent = testbed.forkInto("/c/a");
    int child = testbed.fork(parent);
    assertEquals(List.of(parent, child), testbed.members("/c/a"));
    testbed.exit(child);
    assertEquals("1\n", testbed.read("/c/a/counting.forks"));
    assertEquals("1\n", testbed.read("/c/a/counting.exits"));
    testbed.attach(parent, "/c");
    testbed.rmdir("/c/a");
    assertRefused(Errno.ENOENT, () -> testbed.members("/c/a"));
    testbed.unmount("/c");
    assertEquals(State.UNBOUND, testbed.report("counting").state());
  }

  @Test
  void timePassesForOneProcess() throws ContainerException {
    int pid = testbed.fork();
    testbed.run(pid, Duration.ofMillis(30));
    assertEquals(30_000_000, testbed.machine().usage(pid).userNanos());
  }

  @Test
  void anotherInstanceTakesOver() throws ContainerException {
    testbed.fork(testbed.forkInto("/c/a"));
    var newer = testbed.replace(counting, new Counting(2));
    assertEquals("1\n", testbed.read("/c/a/counting.forks"));
    testbed.remove(newer);
    assertRefused(Errno.ENOENT, () -> testbed.read("/c/a/counting.forks"));
    assertEquals(State.REFUSED, testbed.offer(new Counting(1)).state());
    testbed.assertConsistent();
  }

  @Test
  void aSubsystemGoesFromHierarchyToHierarchy() throws ContainerException {
    testbed.mount("none,name=jobs", "/jobs");
    testbed.mkdir("/jobs/b");
    int pid = testbed.forkInto("/jobs/b");
    assertRefused(Errno.EBUSY, () -> testbed.bind("counting", "/jobs"));
    testbed.unbind("counting");
    assertRefused(Errno.ENOENT, () -> testbed.read("/c/a/counting.forks"));
    testbed.bind("counting", "/jobs");
    testbed.assertConsistent();
    testbed.fork(pid);
    assertEquals("1\n", testbed.read("/jobs/b/counting.forks"));
  }

  @Test
  void whatIsRefusedIsNotAdded() {
    var failure = assertThrows(AssertionError.class, () -> testbed.add(new Counting(1)));
    assertTrue(String.valueOf(failure.getMessage()).contains("EEXIST"), failure::toString);
  }

  @Test
  void aRefusalThatDoesNotComeIsAFailure() {
    assertThrows(AssertionError.class, () -> assertRefused(Errno.EBUSY, () -> {}));
    assertThrows(
        AssertionError.class,
        () -> assertRefused(Errno.EBUSY, () -> testbed.mkdir("/nowhere/else")));
    var refusal = assertRefused(Errno.EEXIST, () -> testbed.mkdir("/c/a"));
    assertEquals("/c/a: File exists (EEXIST)", refusal.getMessage());
  }

  @Test
  void aReferenceThatIsKeptIsAFailure() throws ContainerException {
    assertTrue(testbed.state(counting, "/c/a").tryGet());
    assertCloseSays("counting holds 1 references to its state of /a");
  }

  @Test
  void aProcessThatStaysPinnedIsAFailure() throws ContainerException {
    int pid = testbed.fork();
    testbed.machine().pin(pid, IndexSet.of(2));
    assertCloseSays("process " + pid + " is still pinned to 2");
  }

  @Test
  void aProcessThatNobodyToldOfIsAFailure() throws ContainerException {
    testbed.host().lose(1);
    int pid = testbed.fork();
    var failure = assertThrows(AssertionError.class, testbed::assertConsistent);
    assertTrue(String.valueOf(failure.getMessage()).contains(", " + pid + "]"), failure::toString);
    testbed.host().repair();
  }

  private void assertCloseSays(String complaint) {
    var failure = assertThrows(AssertionError.class, testbed::close);
    assertTrue(String.valueOf(failure.getMessage()).startsWith(complaint), failure::toString);
  }
}
