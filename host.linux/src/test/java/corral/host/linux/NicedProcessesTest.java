package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.host.linux.ffi.Niceness;
import corral.host.linux.ffi.OsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Gives nice levels to processes of the test's own, and asks the kernel for every thread's. */
@Timeout(60)
class NicedProcessesTest {
  private static final int CAP_SYS_NICE = 23;

  private final ProcReader proc = new ProcReader();
  private final NicedProcesses niced = new NicedProcesses(proc);

  @BeforeEach
  void needTheRightToPutLevelsBack() {
    assumeTrue(proc.isCapable(CAP_SYS_NICE), "needs CAP_SYS_NICE");
  }

  @AfterEach
  void close() {
    niced.releaseAll();
    proc.close();
  }

  @Test
  void setsEveryThreadAlsoLaterOnes() throws Exception {
    try (var child = manyThreads()) {
      niced.set(child.pid(), 7);
      child.tell("thread");
      child.hear();
      assertThreadsHave(7, child.pid());
      niced.set(child.pid(), -1);
      assertThreadsHave(-1, child.pid());
    }
  }

  @Test
  void releaseGivesEachThreadBackWhatItHad() throws Exception {
    try (var child = manyThreads()) {
      int[] threads = proc.threads(child.pid());
      int special = threads[threads.length - 1];
      Niceness.set(special, 3);
      int before = Niceness.get(child.pid());
      niced.set(child.pid(), 10);
      niced.set(child.pid(), 12);
      niced.release(child.pid());
      for (int tid : threads) {
        assertEquals(tid == special ? 3 : before, Niceness.get(tid));
      }
    }
  }

  @Test
  void childrenAreReleasedToWhatTheirParentHad() throws Exception {
    try (var parent = Child.sh("read go; sleep 60 & echo $!; read end")) {
      int before = Niceness.get(parent.pid());
      niced.set(parent.pid(), before + 5);
      parent.tell("go");
      int pid = Integer.parseInt(parent.hear());
      niced.forked(parent.pid(), pid, proc.lifeStartNanos(pid).orElseThrow());
      assertEquals(before + 5, Niceness.get(pid));
      niced.releaseAll();
      assertEquals(before, Niceness.get(pid));
      assertEquals(before, Niceness.get(parent.pid()));
    }
  }

  @Test
  void whatCannotBeIsRefused() throws Exception {
    try (var child = Child.sh("read end")) {
      assertErrno(Errno.EINVAL, child.pid(), 20);
      assertErrno(Errno.EINVAL, child.pid(), -21);
    }
    assertErrno(Errno.ESRCH, Integer.MAX_VALUE, 0);
  }

  @Test
  void saysHowFarItReaches() {
    assertTrue(niced.reach().startsWith("among processes of one "));
  }

  private void assertErrno(Errno errno, int pid, int level) {
    assertEquals(
        errno, assertThrows(ContainerException.class, () -> niced.set(pid, level)).errno());
  }

  private void assertThreadsHave(int level, int pid) throws OsException {
    for (int tid : proc.threads(pid)) {
      assertEquals(level, Niceness.get(tid));
    }
  }

  private static Child manyThreads() throws Exception {
    var child = Child.java(ManyThreads.class, "3");
    assertEquals("ready", child.hear());
    return child;
  }
}
