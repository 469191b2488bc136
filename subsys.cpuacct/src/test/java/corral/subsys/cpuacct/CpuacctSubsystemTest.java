package corral.subsys.cpuacct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Errno;
import corral.framework.engine.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The subsystem behind an engine, seen through its control files. */
class CpuacctSubsystemTest {
  private static final long MILLI = 1_000_000;
  private static final int INIT = 1;

  private final TestMachine machine = new TestMachine();
  private final Engine engine = new Engine();
  private CpuacctSubsystem cpuacct = subsystem();

  @BeforeEach
  void mount() throws ContainerException {
    machine.begin(engine);
    engine.addSubsystem(cpuacct);
    engine.mount("cpuacct", "/c", TestMachine.ROOT);
    engine.makeContainer("/c/a", TestMachine.ROOT);
    engine.makeContainer("/c/a/b", TestMachine.ROOT);
  }

  @AfterEach
  void leave() {
    engine.removeSubsystem(cpuacct);
    cpuacct.close();
    engine.close();
  }

  @Test
  void usageIsWhatTasksUsedWhileTheyWereMembers() throws ContainerException {
    int pid = machine.fork(INIT);
    machine.run(pid, 100 * MILLI);
    attach(pid, "/c/a");
    assertEquals("0\n", read("/c/a/cpuacct.usage"));
    machine.run(pid, 5 * MILLI);
    assertEquals("5000000\n", read("/c/a/cpuacct.usage"));
    attach(pid, "/c");
    machine.run(pid, 7 * MILLI);
    assertEquals("5000000\n", read("/c/a/cpuacct.usage"));
    assertEquals("112000000\n", read("/c/cpuacct.usage"));
  }

  @Test
  void aMoveChargesTheOldContainerThoughNobodyReadIt() throws ContainerException {
    int pid = forkIn("/c/a/b");
    machine.run(pid, 5 * MILLI);
    attach(pid, "/c/a");
    machine.run(pid, 7 * MILLI);
    assertEquals("5000000\n", read("/c/a/b/cpuacct.usage"));
    assertEquals("12000000\n", read("/c/a/cpuacct.usage"));
  }

  @Test
  void usageIncludesTheContainersBelow() throws ContainerException {
    machine.run(forkIn("/c/a"), 3 * MILLI);
    machine.run(forkIn("/c/a/b"), 4 * MILLI);
    assertEquals("7000000\n", read("/c/a/cpuacct.usage"));
    assertEquals("4000000\n", read("/c/a/b/cpuacct.usage"));
  }

  @Test
  void usageOfARemovedContainerStaysInThoseAboveIt() throws ContainerException {
    int pid = forkIn("/c/a/b");
    machine.run(pid, 4 * MILLI);
    machine.exit(pid);
    engine.removeContainer("/c/a/b", TestMachine.ROOT);
    assertEquals("4000000\n", read("/c/a/cpuacct.usage"));
  }

  @Test
  void theLastSliceOfATaskThatEndedIsInIt() throws ContainerException {
    int pid = forkIn("/c/a");
    machine.run(pid, 2 * MILLI);
    assertEquals("2000000\n", read("/c/a/cpuacct.usage"));
    machine.run(pid, 3 * MILLI);
    machine.exit(pid);
    assertEquals("5000000\n", read("/c/a/cpuacct.usage"));
  }

  @Test
  void aChildCountsFromItsFirstInstruction() throws ContainerException {
    int child = machine.fork(forkIn("/c/a"));
    machine.run(child, 6 * MILLI);
    machine.exit(child);
    assertEquals("6000000\n", read("/c/a/cpuacct.usage"));
  }

  @Test
  void writingZeroResetsThisContainerOnly() throws ContainerException {
    int pid = forkIn("/c/a/b");
    machine.run(pid, 40 * MILLI);
    write("/c/a/cpuacct.usage", "0\n");
    assertEquals("0\n", read("/c/a/cpuacct.usage"));
    assertEquals("user 0\nsystem 0\n", read("/c/a/cpuacct.stat"));
    assertEquals("40000000\n", read("/c/a/b/cpuacct.usage"));
    assertEquals("40000000\n", read("/c/cpuacct.usage"));
    machine.run(pid, 2 * MILLI);
    assertEquals("2000000\n", read("/c/a/cpuacct.usage"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-1", "0 0", "zero", "", "99999999999999999999"})
  void writingAnythingElseIsRefused(String text) throws ContainerException {
    machine.run(forkIn("/c/a"), MILLI);
    var refusal = assertThrows(ContainerException.class, () -> write("/c/a/cpuacct.usage", text));
    assertEquals(Errno.EINVAL, refusal.errno());
    assertEquals("1000000\n", read("/c/a/cpuacct.usage"));
  }

  @Test
  void statAndLoadAreReadOnly() {
    for (var file : new String[] {"/c/a/cpuacct.stat", "/c/a/cpuacct.load"}) {
      var refusal = assertThrows(ContainerException.class, () -> write(file, "0"));
      assertEquals(Errno.EACCES, refusal.errno());
    }
  }

  @Test
  void statIsInClockTicks() throws ContainerException {
    machine.run(forkIn("/c/a"), 400 * MILLI);
    assertEquals("user 30\nsystem 10\n", read("/c/a/cpuacct.stat"));
  }

  @Test
  void clockTicksDoNotOverflow() {
    assertEquals(100, ControlFiles.ticks(1_000_000_000, 100));
    assertEquals(1023, ControlFiles.ticks(999_999_999, 1024));
    assertEquals(Long.MAX_VALUE / 10_000_000, ControlFiles.ticks(Long.MAX_VALUE, 100));
  }

  @Test
  void countersSurviveAnUpdateOfTheBundle() throws ContainerException {
    int pid = forkIn("/c/a/b");
    machine.run(pid, 4 * MILLI);
    machine.run(INIT, 9 * MILLI);
    engine.removeSubsystem(cpuacct);
    assertThrows(ContainerException.class, () -> read("/c/a/cpuacct.usage"));
    cpuacct.close();
    cpuacct = subsystem();
    engine.addSubsystem(cpuacct);
    assertEquals("4000000\n", read("/c/a/b/cpuacct.usage"));
    assertEquals("4000000\n", read("/c/a/cpuacct.usage"));
    assertEquals("13000000\n", read("/c/cpuacct.usage"));
    machine.run(pid, 2 * MILLI);
    assertEquals("6000000\n", read("/c/a/b/cpuacct.usage"));
    assertEquals("15000000\n", read("/c/cpuacct.usage"));
  }

  @Test
  void whatATaskUsedBeforeTheSubsystemCameIsNobodys() throws ContainerException {
    engine.removeSubsystem(cpuacct);
    int pid = machine.fork(INIT);
    machine.run(pid, 50 * MILLI);
    engine.addSubsystem(cpuacct);
    machine.run(pid, 3 * MILLI);
    machine.exit(pid);
    assertEquals("3000000\n", read("/c/cpuacct.usage"));
  }

  @Test
  void withoutAccountingOnlyWhatIsToldAtTheEndIsCounted() throws ContainerException {
    engine.removeSubsystem(cpuacct);
    cpuacct.close();
    cpuacct = new CpuacctSubsystem(null, null, new FixedConfig(10));
    engine.addSubsystem(cpuacct);
    int pid = forkIn("/c/a");
    machine.run(pid, 5 * MILLI);
    assertEquals("0\n", read("/c/a/cpuacct.usage"));
    machine.exit(pid);
    assertEquals("5000000\n", read("/c/a/cpuacct.usage"));
    var refusal = assertThrows(ContainerException.class, () -> read("/c/a/cpuacct.stat"));
    assertEquals(Errno.ENOSYS, refusal.errno());
    assertTrue(cpuacct.enforcement().stream().noneMatch(Enforcement::enforced));
  }

  @Test
  void withAccountingEverythingIsCarriedOut() {
    assertFalse(cpuacct.enforcement().isEmpty());
    assertTrue(cpuacct.enforcement().stream().allMatch(Enforcement::enforced));
  }

  private CpuacctSubsystem subsystem() {
    return new CpuacctSubsystem(machine, machine, new FixedConfig(10));
  }

  private int forkIn(String container) throws ContainerException {
    int pid = machine.fork(INIT);
    attach(pid, container);
    return pid;
  }

  private void attach(int pid, String container) throws ContainerException {
    engine.attach(pid, container, TestMachine.ROOT);
  }

  private String read(String path) throws ContainerException {
    return engine.read(path, TestMachine.ROOT);
  }

  private void write(String path, String text) throws ContainerException {
    engine.write(path, text, TestMachine.ROOT);
  }
}
