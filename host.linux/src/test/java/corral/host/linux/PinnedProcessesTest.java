package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import corral.host.linux.ffi.Affinity;
import corral.host.linux.ffi.OsException;
import java.io.IOException;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pins processes of the test's own, and looks at what the kernel then says of every thread. */
@Timeout(60)
class PinnedProcessesTest {
  private final ProcReader proc = new ProcReader();
  private final PinnedProcesses pinned = new PinnedProcesses(proc);
  private BitSet all = new BitSet();
  private BitSet one = new BitSet();
  private IndexSet first = IndexSet.EMPTY;

  @BeforeEach
  void needTwoCpus() throws OsException {
    all = Affinity.get(0);
    assumeTrue(all.cardinality() > 1, "needs two CPUs");
    int cpu = all.nextSetBit(0);
    one.set(cpu);
    first = IndexSet.of(cpu);
  }

  @AfterEach
  void close() {
    pinned.releaseAll();
    proc.close();
  }

  @Test
  void pinsEveryThreadAlsoLaterOnes() throws Exception {
    try (var child = manyThreads()) {
      pinned.pin(child.pid(), first);
      child.tell("thread");
      child.hear();
      assertThreadsHave(one, child.pid());
    }
  }

  @Test
  void childrenArePinnedLikeTheirParent() throws Exception {
    try (var child = manyThreads()) {
      pinned.pin(child.pid(), first);
      assertThreadsHave(one, fork(child));
    }
  }

  @Test
  void releaseGivesEachThreadBackWhatItHad() throws Exception {
    try (var child = manyThreads()) {
      int[] threads = proc.threads(child.pid());
      int special = threads[threads.length - 1];
      var last = new BitSet();
      last.set(all.length() - 1);
      Affinity.set(special, last);
      pinned.pin(child.pid(), first);
      pinned.release(child.pid());
      for (int tid : threads) {
        assertEquals(tid == special ? last : all, Affinity.get(tid));
      }
    }
  }

  @Test
  void whatItHadBeforeTheFirstPinCounts() throws Exception {
    try (var child = manyThreads()) {
      pinned.pin(child.pid(), first);
      pinned.pin(child.pid(), IndexSet.of(all.length() - 1));
      pinned.release(child.pid());
      assertThreadsHave(all, child.pid());
    }
  }

  @Test
  void aChildIsReleasedToWhatItsParentHad() throws Exception {
    try (var child = manyThreads()) {
      pinned.pin(child.pid(), first);
      int grandchild = fork(child);
      pinned.forked(child.pid(), grandchild, startTime(grandchild));
      pinned.release(grandchild);
      assertThreadsHave(all, grandchild);
      assertThreadsHave(one, child.pid());
    }
  }

  @Test
  void aChildWhoseForkIsToldAfterTheReleaseIsReleasedToo() throws Exception {
    try (var child = manyThreads()) {
      pinned.pin(child.pid(), first);
      int grandchild = fork(child);
      pinned.release(child.pid());
      assertThreadsHave(one, grandchild);
      pinned.forked(child.pid(), grandchild, startTime(grandchild));
      assertThreadsHave(all, grandchild);
    }
  }

  @Test
  void aChildThatIsPinnedBeforeItsForkIsToldIsReleasedToo() throws Exception {
    try (var child = manyThreads()) {
      pinned.pin(child.pid(), first);
      int grandchild = fork(child);
      pinned.pin(grandchild, IndexSet.of(all.length() - 1));
      pinned.forked(child.pid(), grandchild, startTime(grandchild));
      pinned.release(grandchild);
      assertThreadsHave(all, grandchild);
    }
  }

  @Test
  void aChildWhoseForkWasMissedIsReleasedToo() throws Exception {
    try (var child = manyThreads()) {
      pinned.pin(child.pid(), first);
      int grandchild = fork(child);
      pinned.repaired(proc.census().live());
      pinned.release(grandchild);
      assertThreadsHave(all, grandchild);
    }
  }

  @Test
  void nothingStaysPinnedAfterwards() throws Exception {
    try (var child = manyThreads()) {
      pinned.pin(child.pid(), first);
      int grandchild = fork(child);
      pinned.forked(child.pid(), grandchild, startTime(grandchild));
      pinned.releaseAll();
      assertThreadsHave(all, child.pid());
      assertThreadsHave(all, grandchild);
    }
  }

  @Test
  void aRefusedPinChangesNothing() throws Exception {
    try (var child = manyThreads()) {
      pinned.pin(child.pid(), first);
      var absent = IndexSet.of(4000);
      var refusal = assertThrows(ContainerException.class, () -> pinned.pin(child.pid(), absent));
      assertEquals(Errno.EINVAL, refusal.errno());
      assertThreadsHave(one, child.pid());
      pinned.release(child.pid());
      assertThreadsHave(all, child.pid());
    }
  }

  @Test
  void refusesAProcessThatThereIsNot() {
    var refusal =
        assertThrows(ContainerException.class, () -> pinned.pin(Integer.MAX_VALUE, first));
    assertEquals(Errno.ESRCH, refusal.errno());
    pinned.release(Integer.MAX_VALUE);
  }

  private static Child manyThreads() throws IOException {
    var child = Child.java(ManyThreads.class, "3");
    assertEquals("ready", child.hear());
    return child;
  }

  private static int fork(Child child) throws IOException {
    child.tell("fork");
    return Integer.parseInt(child.hear());
  }

  private long startTime(int pid) {
    return proc.look(pid).orElseThrow().startTimeNanos();
  }

  private void assertThreadsHave(BitSet cpus, int pid) throws OsException {
    int[] threads = proc.threads(pid);
    assertTrue(threads.length > 0);
    for (int tid : threads) {
      assertEquals(cpus, Affinity.get(tid), () -> "thread " + tid + " of " + pid);
    }
  }
}
