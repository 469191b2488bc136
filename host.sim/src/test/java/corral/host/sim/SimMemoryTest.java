package corral.host.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.MemoryAccounting;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine with 8 CPUs and 4 memory nodes. */
class SimMemoryTest {
  private final SimMachine machine = new SimMachine(SimSettings.DEFAULT.withCpus(8).withNodes(4));
  private final SimMemory memory = new SimMemory(machine);
  private int pid;

  @BeforeEach
  void fork() throws ContainerException {
    pid = machine.fork(1);
    machine.pin(pid, IndexSet.of(2));
    machine.run(pid, 1);
  }

  @Test
  void newPagesAreOnTheNodeWhereTheProcessRanFirst() throws ContainerException {
    use(10);
    assertPages(0, 10, 0, 0);
    machine.pin(pid, IndexSet.of(7));
    machine.run(pid, 1);
    use(12);
    assertPages(0, 12, 0, 0);
    use(5);
    assertPages(0, 5, 0, 0);
  }

  @Test
  void whatIsLessGoesFromTheFirstNodes() throws ContainerException {
    use(10);
    memory.migrate(pid, IndexSet.of(1), IndexSet.of(3));
    use(14);
    assertPages(0, 4, 0, 10);
    use(8);
    assertPages(0, 0, 0, 8);
    use(0);
    assertPages(0, 0, 0, 0);
  }

  @Test
  void pagesKeepTheirPlaceAmongTheNodes() throws ContainerException {
    use(10);
    memory.migrate(pid, IndexSet.of(1), IndexSet.of(2));
    use(13);
    assertPages(0, 3, 10, 0);
    memory.migrate(pid, IndexSet.of(1, 2), IndexSet.of(0, 1));
    assertPages(3, 10, 0, 0);
    memory.migrate(pid, IndexSet.of(0, 1), IndexSet.of(1, 2));
    assertPages(0, 3, 10, 0);
  }

  @Test
  void whatIsOnOneOfFewerNodesStaysThere() throws ContainerException {
    use(10);
    memory.migrate(pid, IndexSet.of(1), IndexSet.of(2));
    use(13);
    memory.migrate(pid, IndexSet.firstOf(4), IndexSet.of(2));
    assertPages(0, 0, 13, 0);
    memory.migrate(pid, IndexSet.of(2), IndexSet.of(1, 2));
    assertPages(0, 0, 13, 0);
  }

  @Test
  void whatIsNotOnTheNodesToLeaveStays() throws ContainerException {
    use(10);
    memory.migrate(pid, IndexSet.of(0, 2), IndexSet.of(3));
    assertPages(0, 10, 0, 0);
  }

  @Test
  void aNodeThatIsOffHasNoMemory() throws ContainerException {
    use(10);
    machine.setNodeOnline(3, false);
    assertEquals(
        Errno.EINVAL,
        assertThrows(
                ContainerException.class, () -> memory.migrate(pid, IndexSet.of(1), IndexSet.of(3)))
            .errno());
    memory.migrate(pid, IndexSet.of(1), IndexSet.of(2, 3));
    assertPages(0, 0, 10, 0);
  }

  @Test
  void aChildHasWhatItsParentHasAndItsOwnReclaims() throws ContainerException {
    use(10);
    memory.reclaim(pid, 7);
    int child = machine.fork(pid);
    memory.migrate(pid, IndexSet.of(1), IndexSet.of(0));
    assertEquals(List.of(0L, 10L, 0L, 0L), pages(child));
    assertEquals(7, memory.directReclaims(pid));
    assertEquals(0, memory.directReclaims(child));
  }

  @Test
  void theMachineCanBeOneThatCountsNothing() throws ContainerException {
    assertTrue(memory.obstacle().isEmpty());
    machine.faults().refuse(Faults.Operation.RECLAIM, Faults.EVERY_PROCESS, Errno.ENOSYS);
    assertTrue(memory.obstacle().isPresent());
    machine.faults().allow(Faults.Operation.RECLAIM, Faults.EVERY_PROCESS);
    assertTrue(memory.obstacle().isEmpty());
  }

  @Test
  void processesThatAreGoneHaveNoMemory() throws ContainerException {
    machine.exit(pid);
    assertGone(() -> memory.migrate(pid, IndexSet.of(0), IndexSet.of(1)));
    assertGone(() -> memory.directReclaims(pid));
    assertGone(() -> memory.reclaim(pid, 1));
  }

  private interface Operation {
    void run() throws ContainerException;
  }

  private static void assertGone(Operation operation) {
    assertEquals(Errno.ESRCH, assertThrows(ContainerException.class, operation::run).errno());
  }

  private void use(long pages) throws ContainerException {
    machine.setMemory(pid, new MemoryAccounting.Usage(pages, pages, 0));
  }

  private void assertPages(long... onEach) {
    assertEquals(Arrays.stream(onEach).boxed().toList(), pages(pid));
  }

  private List<Long> pages(int ofPid) {
    return machine.process(ofPid).orElseThrow().pagesByNode();
  }
}
