package corral.host.sim;

import static corral.host.sim.ProcessesTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pinning, releasing, and switching CPUs and nodes on and off. */
class PinningTest {
  private static final int INIT = 1;
  private static final int BOUND = 3;
  private static final IndexSet ALL = IndexSet.firstOf(4);

  private final SimMachine machine = new SimMachine(SimSettings.DEFAULT);

  private IndexSet cpus(int pid) {
    return machine.process(pid).orElseThrow().cpus();
  }

  @Test
  void releaseGivesBackWhatWasBeforeTheFirstPin() throws ContainerException {
    int pid = machine.fork(INIT);
    machine.pin(pid, IndexSet.of(0, 1));
    machine.pin(pid, IndexSet.of(2));
    assertEquals(IndexSet.of(2), cpus(pid));
    assertEquals(ALL, machine.process(pid).orElseThrow().unpinnedCpus());
    machine.release(pid);
    assertEquals(ALL, cpus(pid));
    machine.release(pid);
    assertEquals(ALL, cpus(pid));
  }

  @Test
  void aChildIsPinnedLikeItsParentAndReleasedToTheSame() throws ContainerException {
    int parent = machine.fork(INIT);
    machine.pin(parent, IndexSet.of(2));
    int child = machine.fork(parent);
    machine.release(parent);
    assertEquals(IndexSet.of(2), cpus(child));
    machine.release(child);
    assertEquals(ALL, cpus(child));
  }

  @Test
  void whatCannotBePinnedIsRefusedAndUnchanged() throws ContainerException {
    int pid = machine.fork(INIT);
    machine.setCpuOnline(3, false);
    assertRefused(Errno.EINVAL, () -> machine.pin(pid, IndexSet.of(3)));
    assertRefused(Errno.EINVAL, () -> machine.pin(pid, IndexSet.of(4)));
    assertRefused(Errno.EINVAL, () -> machine.pin(pid, IndexSet.EMPTY));
    assertRefused(Errno.EINVAL, () -> machine.pin(BOUND, IndexSet.of(1)));
    assertRefused(Errno.ESRCH, () -> machine.pin(9999, IndexSet.of(3)));
    machine.release(9999);
    assertEquals(ALL, cpus(pid));
    assertEquals(IndexSet.of(0), cpus(BOUND));
  }

  @Test
  void pinningFailsWhenItIsToldTo() throws ContainerException {
    int pid = machine.fork(INIT);
    machine.faults().refuse(Faults.Operation.PIN, pid, Errno.EPERM);
    assertRefused(Errno.EPERM, () -> machine.pin(pid, IndexSet.of(1)));
    assertEquals(ALL, cpus(pid));
  }

  @Test
  void cpusAndNodesGoOffLineButNotTheLast() throws ContainerException {
    machine.setCpuOnline(0, false);
    machine.setCpuOnline(0, false);
    machine.setNodeOnline(1, false);
    assertEquals(IndexSet.of(1, 2, 3), machine.onlineCpus());
    assertEquals(IndexSet.of(0), machine.onlineMemoryNodes());
    assertEquals(ALL, machine.cpus());
    assertEquals(IndexSet.of(0, 1), machine.memoryNodes());

    assertRefused(Errno.EBUSY, () -> machine.setNodeOnline(0, false));
    assertRefused(Errno.ENODEV, () -> machine.setCpuOnline(4, true));
    assertRefused(Errno.ENODEV, () -> machine.setCpuOnline(-1, false));
    machine.setCpuOnline(0, true);
    assertEquals(ALL, machine.onlineCpus());
  }

  @Test
  void whoWantsToKnowIsToldOfEachSwitchUntilHeDoesNot() throws ContainerException {
    var seen = new ArrayList<IndexSet>();
    try (var _ = machine.onChange(() -> seen.add(machine.onlineCpus()))) {
      machine.setCpuOnline(1, false);
      machine.setNodeOnline(1, false);
      machine.setCpuOnline(1, true);
    }
    machine.setCpuOnline(2, false);
    assertEquals(List.of(IndexSet.of(0, 2, 3), IndexSet.of(0, 2, 3), IndexSet.firstOf(4)), seen);
  }
}
