package corral.itest;

import static corral.itest.TestMachine.ROOT;
import static corral.itest.TestMachine.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS section 3: tasks. */
class TaskRulesTest extends MountOfTwo {
  @ParameterizedTest
  @ValueSource(strings = {"2", " \t\n2", "2 1\n", "2,1", "+2", "2x", "0002"})
  void onePidIsTakenAndTheRestOfTheLineIgnored(String text) throws ContainerException {
    admin.write("/m/a/tasks", text, ROOT);
    assertEquals("2\n", admin.read("/m/a/tasks", ROOT));
    assertEquals("1\n", admin.read("/m/cgroup.procs", ROOT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x2", "-", "#2", "\n"})
  void noNumberIsAnInputError(String text) {
    Refused.with(Errno.EIO, () -> admin.write("/m/a/tasks", text, ROOT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"77", "-1", "2147483647", "99999999999999999999"})
  void noSuchTask(String text) {
    Refused.with(Errno.ESRCH, () -> admin.write("/m/a/tasks", text, ROOT));
  }

  @Test
  void aTaskThatHasEndedIsNoTask() throws ContainerException {
    machine.exit(2);
    Refused.with(Errno.ESRCH, () -> admin.attach(2, "/m/a", ROOT));
    Refused.with(Errno.ESRCH, () -> admin.read("/proc/2/container", ROOT));
    assertEquals("1\n", admin.read("/m/tasks", ROOT));
  }

  @Test
  void aLongWriteIsTooBig() {
    Refused.with(Errno.E2BIG, () -> admin.write("/m/a/tasks", "2" + " ".repeat(4095), ROOT));
    assertEquals(List.of(), log);
  }

  @Test
  void zeroIsTheWriter() throws ContainerException {
    admin.write("/m/a/tasks", "0", ROOT);
    assertEquals("1\n", admin.read("/m/a/tasks", ROOT));
    Refused.with(Errno.ESRCH, () -> admin.write("/m/a/tasks", "0", new Caller(0, 0, 0)));
  }

  @Test
  void onlyTheOwnerOfAProcessAndRootMayMoveIt() throws ContainerException {
    admin.mount("none,name=n", "/n", ROOT);
    Refused.with(Errno.EACCES, () -> admin.attach(1, "/m/a", USER));
    Refused.with(Errno.EACCES, () -> admin.attach(2, "/m/a", USER));
    machine.fork(1, 3, 1001);
    Refused.with(Errno.EACCES, () -> admin.cloneContainer(3, "one", false, USER));
    assertEquals("1\n2\n3\n", admin.read("/m/tasks", ROOT));
  }

  @Test
  void everySubsystemIsAskedAndOneRefusalChangesNothing() throws ContainerException {
    two.refuseAttach = Errno.ENOSPC;
    Refused.with(Errno.ENOSPC, () -> admin.attach(2, "/m/a", ROOT));
    assertEquals(List.of("one canAttach /a", "one cancelAttach /a"), log);
    assertEquals("", admin.read("/m/a/tasks", ROOT));
  }

  @Test
  void attachCallsBackInOrder() throws ContainerException {
    admin.attach(2, "/m/a", ROOT);
    assertEquals(
        List.of(
            "one canAttach /a",
            "two canAttach /a",
            "one attach /a",
            "two attach /a",
            "one postAttach /a",
            "two postAttach /a"),
        log);
    log.clear();
    admin.attach(2, "/m/a", ROOT);
    assertEquals(List.of(), log, "it is there already");
  }

  @Test
  void aChildIsWhereItsParentIs() throws ContainerException {
    admin.mount("none,name=n", "/n", ROOT);
    admin.makeContainer("/n/b", ROOT);
    admin.attach(2, "/m/a", ROOT);
    admin.attach(2, "/n/b", ROOT);
    machine.fork(2, 9);
    machine.fork(9, 8);
    assertEquals("2\n8\n9\n", admin.read("/m/a/tasks", ROOT));
    assertEquals("2\n8\n9\n", admin.read("/n/b/tasks", ROOT));
    assertEquals("one,two:/a\n", admin.read("/proc/8/container", ROOT));
  }

  @Test
  void aReusedPidIsAnotherTask() throws ContainerException {
    admin.attach(2, "/m/a", ROOT);
    machine.fork(1, 2);
    assertEquals("2\n", admin.read("/m/a/tasks", ROOT), "the same start: told twice");
    machine.exit(2);
    machine.fork(1, 2);
    assertEquals("", admin.read("/m/a/tasks", ROOT));
  }

  @Test
  void anExitIsToldWhileTheTaskIsCounted() throws ContainerException {
    admin.attach(2, "/m/a", ROOT);
    log.clear();
    machine.exit(2);
    assertEquals(List.of("one exit /a", "two exit /a"), log);
    assertEquals("", admin.read("/m/a/tasks", ROOT));
  }

  @Test
  void aCloneHasAContainerOfItsOwn() throws ContainerException {
    admin.attach(2, "/m/a", ROOT);
    log.clear();
    var made = admin.cloneContainer(2, "one", false, ROOT);
    assertEquals("/a/node_2", made.path());
    assertEquals("2\n", admin.read("/m/a/node_2/tasks", ROOT));
    assertEquals(
        List.of(
            "one create /a/node_2",
            "two create /a/node_2",
            "one postClone /a/node_2",
            "two postClone /a/node_2",
            "one canAttach /a/node_2",
            "two canAttach /a/node_2",
            "one attach /a/node_2",
            "two attach /a/node_2",
            "one postAttach /a/node_2",
            "two postAttach /a/node_2"),
        log);
  }

  @Test
  void aCloneIsRefusedAsAWhole() throws ContainerException {
    admin.makeContainer("/m/node_2", ROOT);
    Refused.with(Errno.EEXIST, () -> admin.cloneContainer(2, "one", false, ROOT));
    admin.removeContainer("/m/node_2", ROOT);
    one.refuseAttach = Errno.EPERM;
    Refused.with(Errno.EPERM, () -> admin.cloneContainer(2, "one", false, ROOT));
    Refused.with(Errno.ENOENT, () -> admin.entry("/m/node_2"));
    machine.register(new TestSubsystem("unbound"));
    Refused.with(Errno.EINVAL, () -> admin.cloneContainer(2, "unbound", false, ROOT));
    Refused.with(Errno.ENOENT, () -> admin.cloneContainer(2, "unknown", false, ROOT));
    Refused.with(Errno.ESRCH, () -> admin.cloneContainer(77, "one", false, ROOT));
  }

  @Test
  void theReportOfATaskLeavesHierarchiesWithoutSubsystemsOut() throws ContainerException {
    admin.mount("none,name=n", "/n", ROOT);
    assertEquals("one,two:/\n", admin.read("/proc/2/container", ROOT));
    Refused.with(Errno.ESRCH, () -> admin.read("/proc/77/container", ROOT));
    assertTrue(admin.list("/proc").stream().anyMatch(entry -> entry.path().equals("/proc/2")));
  }
}
