package org.example.runaway;

import static corral.testkit.Testbed.assertRefused;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Errno;
import corral.testkit.Testbed;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunawayTest {
  @AutoClose private final Testbed testbed = new Testbed();
  private final RunawaySubsystem runaway = testbed.add(new RunawaySubsystem(testbed.machine()));

  @BeforeEach
  void mount() throws ContainerException {
    testbed.mount("runaway", "/jobs");
    testbed.write("/jobs/runaway.limit_ms", "500");
    testbed.mkdir("/jobs/build");
  }

  @Test
  void aProcessThatPassesTheLimitIsNamed() throws ContainerException {
    int pid = testbed.forkInto("/jobs/build");
    testbed.run(pid, ofMillis(500));
    assertEquals("", testbed.read("/jobs/build/runaway.pids"));
    testbed.run(pid, ofMillis(1));
    assertEquals(pid + "\n", testbed.read("/jobs/build/runaway.pids"));
  }

  @Test
  void startsAndRunawaysAreCounted() throws ContainerException {
    int parent = testbed.forkInto("/jobs/build");
    for (int millis : new int[] {10, 501, 700}) {
      int child = testbed.fork(parent);
      testbed.run(child, ofMillis(millis));
      testbed.exit(child);
    }
    assertEquals("3\n", testbed.read("/jobs/build/runaway.started"));
    assertEquals("2\n", testbed.read("/jobs/build/runaway.ran_away"));
  }

  @Test
  void runawaysAreKeptOutIfTheRootSaysSo() throws ContainerException {
    int pid = testbed.fork();
    testbed.run(pid, ofMillis(501));
    testbed.write("/jobs/runaway.refuse", "1");
    assertRefused(Errno.EPERM, () -> testbed.attach(pid, "/jobs/build"));
    testbed.write("/jobs/runaway.refuse", "0");
    testbed.attach(pid, "/jobs/build");
  }

  @Test
  void onlyWhatMakesSenseCanBeWritten() {
    assertRefused(Errno.EINVAL, () -> testbed.write("/jobs/build/runaway.limit_ms", "-1"));
    assertRefused(Errno.EINVAL, () -> testbed.write("/jobs/build/runaway.limit_ms", "soon"));
    assertRefused(Errno.EINVAL, () -> testbed.write("/jobs/runaway.refuse", "2"));
    assertRefused(Errno.EACCES, () -> testbed.write("/jobs/build/runaway.started", "0"));
    assertRefused(Errno.ENOENT, () -> testbed.read("/jobs/build/runaway.refuse"));
  }

  @Test
  void anUpdateLosesNothing() throws ContainerException {
    int parent = testbed.forkInto("/jobs/build");
    int child = testbed.fork(parent);
    testbed.run(child, ofMillis(501));

    testbed.remove(runaway);
    testbed.exit(child);
    testbed.fork(parent);
    testbed.add(new RunawaySubsystem(testbed.machine()));

    assertEquals("500\n", testbed.read("/jobs/build/runaway.limit_ms"));
    assertEquals("2\n", testbed.read("/jobs/build/runaway.started"));
    assertEquals("1\n", testbed.read("/jobs/build/runaway.ran_away"));
  }

  @Test
  void itIsBoundToAHierarchyThatIsInUse() throws ContainerException {
    testbed.unbind("runaway");
    testbed.mount("none,name=all", "/all");
    testbed.mkdir("/all/a");
    int pid = testbed.forkInto("/all/a");
    testbed.bind("runaway", "/all");
    testbed.fork(pid);
    assertEquals("1\n", testbed.read("/all/a/runaway.started"));
  }

  @Test
  void withoutAccountingItSaysWhatItCannotDo() throws ContainerException {
    var blind = testbed.replace(runaway, new RunawaySubsystem(null));
    assertRefused(Errno.ENOSYS, () -> testbed.read("/jobs/build/runaway.pids"));
    assertFalse(blind.enforcement().stream().anyMatch(Enforcement::enforced));
  }
}
