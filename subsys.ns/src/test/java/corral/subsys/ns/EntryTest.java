package corral.subsys.ns;

import static corral.testkit.Testbed.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.testkit.Testbed;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A task may enter only a container without tasks, and only from the one above. */
class EntryTest {
  @AutoClose private final TestBench bench;
  private final Testbed testbed;

  EntryTest() throws ContainerException {
    bench = new TestBench();
    testbed = bench.testbed;
  }

  @BeforeEach
  void mkdir() throws ContainerException {
    testbed.mkdir("/n/a");
    testbed.mkdir("/n/a/b");
  }

  @Test
  void anEmptyContainerIsEnteredFromTheOneAbove() throws ContainerException {
    int pid = testbed.forkInto("/n/a");
    testbed.attach(pid, "/n/a/b");
    assertEquals("/a/b", bench.place(pid));
  }

  @Test
  void oneWithTasksIsNot() throws ContainerException {
    int first = testbed.forkInto("/n/a");
    int second = bench.fork();
    assertRefused(Errno.EPERM, () -> testbed.attach(second, "/n/a"));
    assertEquals("/", bench.place(second));
    testbed.exit(first);
    testbed.attach(second, "/n/a");
  }

  @Test
  void itIsNotEnteredFromElsewhere() throws ContainerException {
    int pid = bench.fork();
    assertRefused(Errno.EPERM, () -> testbed.attach(pid, "/n/a/b"));
    testbed.mkdir("/n/c");
    testbed.attach(pid, "/n/c");
    assertRefused(Errno.EPERM, () -> testbed.attach(pid, "/n/a"));
    assertRefused(Errno.EPERM, () -> testbed.write("/n/a/tasks", pid + "\n"));
    assertEquals("/c", bench.place(pid));
  }

  @Test
  void nobodyGoesUp() throws ContainerException {
    int pid = testbed.forkInto("/n/a");
    testbed.attach(pid, "/n/a/b");
    assertRefused(Errno.EPERM, () -> testbed.attach(pid, "/n/a"));
    assertRefused(Errno.EPERM, () -> testbed.attach(pid, "/n"));
  }

  @Test
  void whereItIsAlreadyIsNoEntry() throws ContainerException {
    int pid = testbed.forkInto("/n/a");
    testbed.attach(pid, "/n/a");
    assertEquals("/a", bench.place(pid));
  }

  @Test
  void aChildIsWhereItsParentIs() throws ContainerException {
    int pid = testbed.forkInto("/n/a");
    assertEquals("/a", bench.place(testbed.fork(pid)));
  }

  @Test
  void containersThatAreThereAlreadyAreTakenAsTheyAre() throws Exception {
    testbed.mount("none,name=jobs", "/jobs");
    testbed.mkdir("/jobs/a");
    int one = testbed.forkInto("/jobs/a");
    int other = testbed.forkInto("/jobs/a");
    testbed.exit(testbed.fork());
    bench.leave();
    testbed.rmdir("/n/a/b");
    testbed.rmdir("/n/a");
    testbed.unmount("/n");
    bench.comeBack();
    testbed.bind("ns", "/jobs");
    assertEquals(List.of(one, other), testbed.members("/jobs/a"));
    testbed.unbind("ns");
    testbed.mount("ns", "/n");
    assertEquals("/", bench.place(one));
  }
}
