package corral.itest;

import static corral.itest.TestMachine.ROOT;
import static corral.itest.TestMachine.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.admin.SubsystemReport.State;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleException;

/** SEMANTICS section 1: hierarchies and mounting. */
@LeavesNothingBehind
class MountRulesTest {
  private TestMachine machine;
  private ContainerAdmin admin;

  @BeforeEach
  void open() throws BundleException, ContainerException {
    machine = new TestMachine();
    admin = machine.admin();
    machine.register(new TestSubsystem("one"));
    machine.register(new TestSubsystem("two"));
  }

  @AfterEach
  void close() throws BundleException, ContainerException {
    machine.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one,,two",
        ",",
        "none",
        "none,one,name=x",
        "all,one",
        "name=",
        "name=a b",
        "name=a,name=b",
        "release_agent=",
        "size=3"
      })
  void optionsThatMakeNoSenseAreInvalid(String options) {
    Refused.with(Errno.EINVAL, () -> admin.mount(options, "/m", ROOT));
    assertEquals(List.of(), admin.mounts());
  }

  @Test
  void anUnknownSubsystemIsNotFound() {
    Refused.with(Errno.ENOENT, () -> admin.mount("one,three", "/m", ROOT));
    assertEquals(List.of(), admin.hierarchies());
  }

  @ParameterizedTest
  @CsvSource({"'',/m", "all,/m", "'one,two',/m"})
  void noOptionMeansAll(String options, String path) throws ContainerException {
    assertEquals(List.of("one", "two"), admin.mount(options, path, ROOT).hierarchy().subsystems());
  }

  @Test
  void theSameSetIsTheSameTreeAtASecondPlace() throws ContainerException {
    var first = admin.mount("one,two", "/m", ROOT);
    admin.makeContainer("/m/a", ROOT);
    var second = admin.mount("two,one", "/n", ROOT);
    assertEquals(first.hierarchy().id(), second.hierarchy().id());
    assertEquals("a", admin.entry("/n/a").name());
  }

  @Test
  void anotherSetWithACommonSubsystemIsBusy() throws ContainerException {
    admin.mount("one", "/m", ROOT);
    Refused.with(Errno.EBUSY, () -> admin.mount("one,two", "/n", ROOT));
    assertEquals(List.of("two"), admin.mount("two", "/n", ROOT).hierarchy().subsystems());
  }

  @Test
  void aNamedHierarchyNeedsNoSubsystem() throws ContainerException {
    var jobs = admin.mount("none,name=jobs", "/jobs", ROOT);
    assertEquals("jobs", jobs.hierarchy().name());
    assertEquals(jobs.hierarchy().id(), admin.mount("name=jobs", "/j", ROOT).hierarchy().id());
    Refused.with(Errno.EBUSY, () -> admin.mount("one,name=jobs", "/k", ROOT));
  }

  @Test
  void thereAreAtMost64Hierarchies() throws ContainerException {
    for (int i = 1; i <= 64; i++) {
      admin.mount("none,name=h" + i, "/h" + i, ROOT);
    }
    Refused.with(Errno.ENOSPC, () -> admin.mount("none,name=h65", "/h65", ROOT));
    admin.unmount("/h7", ROOT);
    assertEquals("h65", admin.mount("none,name=h65", "/h65", ROOT).hierarchy().name());
  }

  @Test
  void thereAreAtMost64Subsystems() {
    for (int i = 3; i <= 64; i++) {
      assertNotEquals(-1, machine.register(new TestSubsystem("s" + i)).id());
    }
    machine.register(new TestSubsystem("s65"));
    var report = report("s65");
    assertEquals(State.REFUSED, report.state());
    assertTrue(report.reason().contains("ENOSPC"), report.reason());
  }

  @ParameterizedTest
  @CsvSource({"one,EEXIST", "a b,EINVAL", "a.b,EINVAL", "123456789012345678901234567890123,EINVAL"})
  void aSubsystemWithABadNameIsRefused(String name, Errno errno) {
    var subsystem = machine.register(new TestSubsystem(name));
    assertEquals(-1, subsystem.id());
    assertTrue(
        admin.subsystems().stream()
            .anyMatch(
                r ->
                    r.name().equals(name)
                        && r.state() == State.REFUSED
                        && r.reason().contains(errno.name())));
  }

  @Test
  void everyTaskIsInTheRootOfANewHierarchy() throws ContainerException {
    machine.fork(1, 10);
    admin.mount("one", "/m", ROOT);
    machine.fork(10, 11);
    assertEquals("1\n2\n10\n11\n", admin.read("/m/tasks", ROOT));
  }

  @Test
  void unmountedWithContainersItStaysAndIsFoundAgain() throws ContainerException {
    int id = admin.mount("one", "/m", ROOT).hierarchy().id();
    admin.makeContainer("/m/a", ROOT);
    admin.attach(2, "/m/a", ROOT);
    admin.unmount("/m", ROOT);
    assertEquals(1, admin.hierarchies().size());
    assertEquals("one:/a\n", admin.read("/proc/2/container", ROOT));
    Refused.with(Errno.EBUSY, () -> admin.mount("one,two", "/m", ROOT));
    assertEquals(id, admin.mount("one", "/n", ROOT).hierarchy().id());
    assertEquals("2\n", admin.read("/n/a/tasks", ROOT));
  }

  @Test
  void unmountedWithoutContainersItGoes() throws ContainerException {
    admin.mount("one", "/m", ROOT);
    admin.mount("one", "/n", ROOT);
    admin.unmount("/m", ROOT);
    assertEquals(State.BOUND, report("one").state());
    admin.unmount("/n", ROOT);
    assertEquals(List.of(), admin.hierarchies());
    assertEquals(State.UNBOUND, report("one").state());
    assertEquals("", admin.read("/proc/2/container", ROOT));
  }

  @Test
  void whatIsNotMountedCannotBeUnmounted() throws ContainerException {
    admin.mount("one", "/m", ROOT);
    admin.makeContainer("/m/a", ROOT);
    Refused.with(Errno.EINVAL, () -> admin.unmount("/n", ROOT));
    Refused.with(Errno.EINVAL, () -> admin.unmount("/m/a", ROOT));
  }

  @Test
  void twoFilesOfOneNameCannotBeMountedWithoutPrefix() throws ContainerException {
    Refused.with(Errno.EEXIST, () -> admin.mount("one,two,noprefix", "/m", ROOT));
    assertEquals(List.of(), admin.hierarchies());
    admin.mount("one,noprefix", "/m", ROOT);
    assertEquals("one\n", admin.read("/m/mark", ROOT));
    admin.mount("two", "/n", ROOT);
    assertEquals("two\n", admin.read("/n/two.mark", ROOT));
  }

  @Test
  void onlyTheOneWhoRunsCorralAndRootMayMount() throws ContainerException {
    Refused.with(Errno.EACCES, () -> admin.mount("one", "/m", USER));
    admin.mount("one", "/m", ROOT);
    Refused.with(Errno.EACCES, () -> admin.unmount("/m", USER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/m", "/m/below", "/", "/proc", "/proc/1"})
  void aPlaceThatIsTakenIsBusy(String path) throws ContainerException {
    admin.mount("one", "/m", ROOT);
    Refused.with(Errno.EBUSY, () -> admin.mount("two", path, ROOT));
  }

  @Test
  void theReleaseAgentCanBeNamedAtMount() throws ContainerException {
    admin.mount("one,release_agent=/sbin/agent", "/m", ROOT);
    assertEquals("/sbin/agent\n", admin.read("/m/release_agent", ROOT));
    Refused.with(
        Errno.E2BIG, () -> admin.mount("two,release_agent=/" + "x".repeat(4095), "/n", ROOT));
  }

  @Test
  void theReportNamesHierarchiesAndSubsystems() throws ContainerException {
    int id = admin.mount("one,name=x", "/m", ROOT).hierarchy().id();
    admin.makeContainer("/m/a", ROOT);
    var report = admin.read("/proc/containers", ROOT);
    assertTrue(report.contains(id + ": topcount=2 containers=2 (one) mounts=/m name=x\n"), report);
    assertTrue(report.contains("name=one hierarchy=" + id + "\n"), report);
    assertTrue(report.contains("name=two hierarchy=0\n"), report);
  }

  private SubsystemReport report(String name) {
    return admin.subsystems().stream()
        .filter(report -> report.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
