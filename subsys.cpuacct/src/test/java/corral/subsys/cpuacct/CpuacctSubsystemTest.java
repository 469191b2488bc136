package corral.subsys.cpuacct;

import static corral.testkit.Testbed.assertRefused;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Errno;
import corral.host.sim.CpuMode;
import corral.testkit.Testbed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The subsystem behind an engine, seen through its control files. */
class CpuacctSubsystemTest {
  private final Testbed testbed = new Testbed();
  private CpuacctSubsystem cpuacct = testbed.add(subsystem());

  @BeforeEach
  void mount() throws ContainerException {
    testbed.mount("cpuacct", "/c");
    testbed.mkdir("/c/a");
    testbed.mkdir("/c/a/b");
  }

  @AfterEach
  void leave() {
    testbed.close();
    cpuacct.close();
  }

  @Test
  void usageIsWhatTasksUsedWhileTheyWereMembers() throws ContainerException {
    int pid = testbed.fork();
    testbed.run(pid, ofMillis(100));
    testbed.attach(pid, "/c/a");
    assertEquals("0\n", testbed.read("/c/a/cpuacct.usage"));
    testbed.run(pid, ofMillis(5));
    assertEquals("5000000\n", testbed.read("/c/a/cpuacct.usage"));
    testbed.attach(pid, "/c");
    testbed.run(pid, ofMillis(7));
    assertEquals("5000000\n", testbed.read("/c/a/cpuacct.usage"));
    assertEquals("112000000\n", testbed.read("/c/cpuacct.usage"));
  }

  @Test
  void aMoveChargesTheOldContainerThoughNobodyReadIt() throws ContainerException {
    int pid = testbed.forkInto("/c/a/b");
    testbed.run(pid, ofMillis(5));
    testbed.attach(pid, "/c/a");
    testbed.run(pid, ofMillis(7));
    assertEquals("5000000\n", testbed.read("/c/a/b/cpuacct.usage"));
    assertEquals("12000000\n", testbed.read("/c/a/cpuacct.usage"));
  }

  @Test
  void usageIncludesTheContainersBelow() throws ContainerException {
    testbed.run(testbed.forkInto("/c/a"), ofMillis(3));
    testbed.run(testbed.forkInto("/c/a/b"), ofMillis(4));
    assertEquals("7000000\n", testbed.read("/c/a/cpuacct.usage"));
    assertEquals("4000000\n", testbed.read("/c/a/b/cpuacct.usage"));
  }

  @Test
  void usageOfARemovedContainerStaysInThoseAboveIt() throws ContainerException {
    int pid = testbed.forkInto("/c/a/b");
    testbed.run(pid, ofMillis(4));
    testbed.exit(pid);
    testbed.rmdir("/c/a/b");
    assertEquals("4000000\n", testbed.read("/c/a/cpuacct.usage"));
  }

  @Test
  void theLastSliceOfATaskThatEndedIsInIt() throws ContainerException {
    int pid = testbed.forkInto("/c/a");
    testbed.run(pid, ofMillis(2));
    assertEquals("2000000\n", testbed.read("/c/a/cpuacct.usage"));
    testbed.run(pid, ofMillis(3));
    testbed.exit(pid);
    assertEquals("5000000\n", testbed.read("/c/a/cpuacct.usage"));
  }

  @Test
  void aChildCountsFromItsFirstInstruction() throws ContainerException {
    int child = testbed.fork(testbed.forkInto("/c/a"));
    testbed.run(child, ofMillis(6));
    testbed.exit(child);
    assertEquals("6000000\n", testbed.read("/c/a/cpuacct.usage"));
  }

  @Test
  void writingZeroResetsThisContainerOnly() throws ContainerException {
    int pid = testbed.forkInto("/c/a/b");
    testbed.run(pid, ofMillis(40));
    testbed.write("/c/a/cpuacct.usage", "0\n");
    assertEquals("0\n", testbed.read("/c/a/cpuacct.usage"));
    assertEquals("user 0\nsystem 0\n", testbed.read("/c/a/cpuacct.stat"));
    assertEquals("40000000\n", testbed.read("/c/a/b/cpuacct.usage"));
    assertEquals("40000000\n", testbed.read("/c/cpuacct.usage"));
    testbed.run(pid, ofMillis(2));
    assertEquals("2000000\n", testbed.read("/c/a/cpuacct.usage"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-1", "0 0", "zero", "", "99999999999999999999"})
  void writingAnythingElseIsRefused(String text) throws ContainerException {
    testbed.run(testbed.forkInto("/c/a"), ofMillis(1));
    assertRefused(Errno.EINVAL, () -> testbed.write("/c/a/cpuacct.usage", text));
    assertEquals("1000000\n", testbed.read("/c/a/cpuacct.usage"));
  }

  @Test
  void statAndLoadAreReadOnly() {
    for (var file : new String[] {"/c/a/cpuacct.stat", "/c/a/cpuacct.load"}) {
      assertRefused(Errno.EACCES, () -> testbed.write(file, "0"));
    }
  }

  @Test
  void statIsInClockTicks() throws ContainerException {
    int pid = testbed.forkInto("/c/a");
    testbed.run(pid, ofMillis(300));
    testbed.machine().run(pid, ofMillis(100).toNanos(), CpuMode.SYSTEM);
    assertEquals("user 30\nsystem 10\n", testbed.read("/c/a/cpuacct.stat"));
  }

  @Test
  void clockTicksDoNotOverflow() {
    assertEquals(100, ControlFiles.ticks(1_000_000_000, 100));
    assertEquals(1023, ControlFiles.ticks(999_999_999, 1024));
    assertEquals(Long.MAX_VALUE / 10_000_000, ControlFiles.ticks(Long.MAX_VALUE, 100));
  }

  @Test
  void countersSurviveAnUpdateOfTheBundle() throws ContainerException {
    int pid = testbed.forkInto("/c/a/b");
    testbed.run(pid, ofMillis(4));
    testbed.run(Testbed.INIT, ofMillis(9));
    testbed.remove(cpuacct);
    assertRefused(Errno.ENOENT, () -> testbed.read("/c/a/cpuacct.usage"));
    cpuacct.close();
    cpuacct = testbed.add(subsystem());
    assertEquals("4000000\n", testbed.read("/c/a/b/cpuacct.usage"));
    assertEquals("4000000\n", testbed.read("/c/a/cpuacct.usage"));
    assertEquals("13000000\n", testbed.read("/c/cpuacct.usage"));
    testbed.run(pid, ofMillis(2));
    assertEquals("6000000\n", testbed.read("/c/a/b/cpuacct.usage"));
    assertEquals("15000000\n", testbed.read("/c/cpuacct.usage"));
  }

  @Test
  void whatIsUsedWhileTheBundleIsAwayIsCountedOnItsReturn() throws ContainerException {
    int stays = testbed.forkInto("/c/a");
    int ends = testbed.forkInto("/c/a/b");
    testbed.run(stays, ofMillis(1));
    testbed.run(ends, ofMillis(2));
    testbed.remove(cpuacct);
    int comes = testbed.fork(ends);
    int comesAndEnds = testbed.fork(ends);
    testbed.run(stays, ofMillis(4));
    testbed.run(ends, ofMillis(8));
    testbed.run(comes, ofMillis(16));
    testbed.run(comesAndEnds, ofMillis(32));
    testbed.exit(ends);
    testbed.exit(comesAndEnds);
    testbed.add(cpuacct);
    assertEquals("58000000\n", testbed.read("/c/a/b/cpuacct.usage"));
    assertEquals("63000000\n", testbed.read("/c/a/cpuacct.usage"));
    testbed.run(stays, ofMillis(64));
    testbed.exit(stays);
    assertEquals("127000000\n", testbed.read("/c/a/cpuacct.usage"));
  }

  @Test
  void whatEndedInAContainerThatWasRemovedMeanwhileCountsAboveIt() throws ContainerException {
    int pid = testbed.forkInto("/c/a/b");
    testbed.remove(cpuacct);
    testbed.run(pid, ofMillis(5));
    testbed.exit(pid);
    testbed.rmdir("/c/a/b");
    testbed.add(cpuacct);
    assertEquals("5000000\n", testbed.read("/c/a/cpuacct.usage"));
  }

  @Test
  void whatATaskUsedBeforeTheSubsystemCameIsNobodys() throws ContainerException {
    try (var later = new Testbed()) {
      int pid = later.fork();
      later.run(pid, ofMillis(50));
      var other = later.add(subsystem(later));
      later.mount("cpuacct", "/c");
      later.run(pid, ofMillis(3));
      later.exit(pid);
      assertEquals("3000000\n", later.read("/c/cpuacct.usage"));
      later.remove(other);
      other.close();
    }
  }

  @Test
  void withoutAccountingOnlyWhatIsToldAtTheEndIsCounted() throws ContainerException {
    testbed.remove(cpuacct);
    cpuacct.close();
    cpuacct = testbed.add(new CpuacctSubsystem(null, null, new FixedConfig(10)));
    int pid = testbed.forkInto("/c/a");
    testbed.run(pid, ofMillis(5));
    assertEquals("0\n", testbed.read("/c/a/cpuacct.usage"));
    testbed.exit(pid);
    assertEquals("5000000\n", testbed.read("/c/a/cpuacct.usage"));
    assertRefused(Errno.ENOSYS, () -> testbed.read("/c/a/cpuacct.stat"));
    assertTrue(cpuacct.enforcement().stream().noneMatch(Enforcement::enforced));
  }

  @Test
  void withAccountingEverythingIsCarriedOut() {
    assertFalse(cpuacct.enforcement().isEmpty());
    assertTrue(cpuacct.enforcement().stream().allMatch(Enforcement::enforced));
  }

  private CpuacctSubsystem subsystem() {
    return subsystem(testbed);
  }

  private static CpuacctSubsystem subsystem(Testbed on) {
    return new CpuacctSubsystem(on.machine(), on.machine(), new FixedConfig(10));
  }
}
