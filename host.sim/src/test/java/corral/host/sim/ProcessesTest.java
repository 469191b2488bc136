package corral.host.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.TaskInfo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The life of processes: birth, identity, death, and what is left of them. */
class ProcessesTest {
  private static final int INIT = 1;
  private static final int SYSLOGD = 4;
  private static final int FIRST_FREE = 5;
  private static final int ABSENT = 9999;

  private final SimMachine machine = new SimMachine(SimSettings.DEFAULT);

  static void assertRefused(Errno errno, Executable operation) {
    assertEquals(errno, assertThrows(ContainerException.class, operation).errno());
  }

  private TaskInfo info(int pid) {
    return machine.process(pid).orElseThrow().info();
  }

  private List<Integer> pids() {
    return machine.processes().stream().map(process -> process.info().pid()).toList();
  }

  @Test
  void aMachineStartsWithItsSystemProcessesAsleep() {
    assertEquals(List.of(1, 2, 3, 4), pids());
    assertEquals(new TaskInfo(INIT, 0, 0, 0, 0, false, "init"), info(INIT));
    assertTrue(
        machine.processes().stream().allMatch(process -> process.state() == ProcessState.SLEEPING));
  }

  @Test
  void aChildIsLikeItsParentAndBornNow() throws ContainerException {
    machine.setid(SYSLOGD, 7, 8);
    machine.tick(5_000_000);
    int child = machine.fork(SYSLOGD);
    assertEquals(new TaskInfo(child, SYSLOGD, 5_000_000, 7, 8, false, "syslogd"), info(child));
    assertEquals(ProcessState.RUNNING, machine.process(child).orElseThrow().state());
  }

  @Test
  void anEndedProcessIsGone() throws ContainerException {
    int child = machine.fork(INIT);
    machine.exit(child);
    assertTrue(machine.process(child).isEmpty());
    assertRefused(Errno.ESRCH, () -> machine.exit(child));
    assertRefused(Errno.ESRCH, () -> machine.fork(child));
    assertRefused(Errno.ESRCH, () -> machine.run(child, 1));
    assertRefused(Errno.ESRCH, () -> machine.usage(child));
    assertRefused(Errno.ESRCH, () -> machine.setid(child, 1, 1));
    assertRefused(Errno.ESRCH, () -> machine.setState(child, ProcessState.SLEEPING));
    assertRefused(Errno.ESRCH, () -> machine.setWeight(child, 1));
    assertRefused(Errno.ESRCH, () -> machine.reap(child));
  }

  @Test
  void noProcessHasAPidOutsideTheTable() {
    for (int pid : new int[] {Integer.MIN_VALUE, -1, 0, ABSENT, Integer.MAX_VALUE}) {
      assertRefused(Errno.ESRCH, () -> machine.fork(pid));
    }
  }

  @Test
  void theMachineKeepsWhatItCannotDoWithout() throws ContainerException {
    assertRefused(Errno.EPERM, () -> machine.exit(INIT));
    assertRefused(Errno.EPERM, () -> machine.exit(2));
    machine.exit(SYSLOGD);
    assertEquals(List.of(1, 2, 3), pids());
  }

  @Test
  void aZombieKeepsItsPidAndUsageUntilItsParentAsks() throws ContainerException {
    int parent = machine.fork(INIT);
    int child = machine.fork(parent);
    machine.run(child, 1000);
    machine.exitToZombie(child, 0);
    assertTrue(info(child).ended());
    assertEquals(1000, machine.usage(child).totalNanos());
    assertRefused(Errno.ESRCH, () -> machine.exit(child));
    assertRefused(Errno.ESRCH, () -> machine.fork(child));
    assertRefused(Errno.ESRCH, () -> machine.run(child, 1));

    assertEquals(List.of(child), machine.reap(parent));
    assertTrue(machine.process(child).isEmpty());
    assertEquals(List.of(), machine.reap(parent));
  }

  @Test
  void initHearsOfItsChildrenAtOnce() throws ContainerException {
    int child = machine.fork(INIT);
    machine.exitToZombie(child, 0);
    assertTrue(machine.process(child).isEmpty());
  }

  @Test
  void orphansGoToInitWhichReapsTheZombiesAmongThem() throws ContainerException {
    int parent = machine.fork(SYSLOGD);
    int alive = machine.fork(parent);
    int zombie = machine.fork(parent);
    int other = machine.fork(parent);
    machine.exitToZombie(zombie, 0);
    machine.exit(parent);
    assertEquals(INIT, info(alive).parentPid());
    assertEquals(INIT, info(other).parentPid());
    assertTrue(machine.process(zombie).isEmpty());

    machine.exitToZombie(alive, 0);
    assertTrue(machine.process(alive).isEmpty(), "init hears of it as of a child of its own");
  }

  @Test
  void zombiesGoWithAParentThatBecomesOneItself() throws ContainerException {
    int grandparent = machine.fork(INIT);
    int parent = machine.fork(grandparent);
    int zombie = machine.fork(parent);
    machine.exitToZombie(zombie, 0);
    machine.exitToZombie(parent, 0);
    assertTrue(machine.process(zombie).isEmpty());
    assertEquals(List.of(parent), machine.reap(grandparent));
  }

  @Test
  void pidsGoUpAndAreNotUsedAgainUntilTheyWrap() throws ContainerException {
    assertEquals(FIRST_FREE, machine.fork(INIT));
    machine.exit(FIRST_FREE);
    assertEquals(FIRST_FREE + 1, machine.fork(INIT));
  }

  @Test
  void pidsWrapAboveThoseReservedForTheStartAndSkipThoseInUse() throws ContainerException {
    var small = new SimMachine(SimSettings.DEFAULT.withPidMax(304));
    for (int pid = FIRST_FREE; pid <= 303; pid++) {
      assertEquals(pid, small.fork(INIT));
    }
    small.exit(5);
    small.exit(301);
    small.exit(303);
    assertEquals(301, small.fork(INIT));
    assertEquals(303, small.fork(INIT));
    assertRefused(Errno.EAGAIN, () -> small.fork(INIT));
    small.exit(302);
    assertEquals(302, small.fork(INIT));
  }

  @Test
  void aReusedPidIsAnotherProcess() throws ContainerException {
    var small = new SimMachine(SimSettings.DEFAULT.withPidMax(301));
    for (int pid = FIRST_FREE; pid <= 300; pid++) {
      small.fork(INIT);
    }
    small.run(300, 1_000_000_000);
    small.exit(300);
    assertEquals(300, small.fork(INIT));
    var status = small.process(300).orElseThrow();
    assertEquals(1_000_000_000, status.info().startTimeNanos());
    assertEquals(0, status.usage().totalNanos());
  }

  @Test
  void whatMakesNoSenseIsRefused() throws ContainerException {
    int child = machine.fork(INIT);
    assertRefused(Errno.EINVAL, () -> machine.setid(child, -1, 0));
    assertRefused(Errno.EINVAL, () -> machine.setid(child, 0, -1));
    assertRefused(Errno.EINVAL, () -> machine.setState(child, ProcessState.ZOMBIE));
    assertRefused(Errno.ERANGE, () -> machine.setWeight(child, 0));
    assertRefused(Errno.ERANGE, () -> machine.setWeight(child, 10_001));
    assertEquals(0, info(child).uid());
    assertEquals(100, machine.process(child).orElseThrow().weight());
  }

  @Test
  void aForkFailsWhenItIsToldTo() throws ContainerException {
    machine.faults().refuse(Faults.Operation.FORK, SYSLOGD, Errno.ENOMEM);
    assertRefused(Errno.ENOMEM, () -> machine.fork(SYSLOGD));
    assertEquals(FIRST_FREE, machine.fork(INIT));
    machine.faults().allow(Faults.Operation.FORK, SYSLOGD);
    assertEquals(FIRST_FREE + 1, machine.fork(SYSLOGD));
    machine.faults().refuse(Faults.Operation.FORK, Faults.EVERY_PROCESS, Errno.EAGAIN);
    assertRefused(Errno.EAGAIN, () -> machine.fork(INIT));
  }
}
