package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Signals.Signal;
import corral.host.linux.ffi.Clocks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals processes of the test's own, and looks at what the kernel then says of them. */
@Timeout(60)
class ProcessSignalsTest {
  private static final int INIT = 1;
  private static final long A_SECOND = 1_000_000_000L;

  private final ProcReader proc = new ProcReader();
  private final ProcessSignals signals = new ProcessSignals(proc);

  @AfterEach
  void close() {
    proc.close();
  }

  @Test
  void stopsContinuesAndKills() throws Exception {
    try (var child = Child.sh("while read line; do echo $line; done")) {
      long start = startTime(child.pid());
      signals.send(child.pid(), start, Signal.STOP);
      awaitState(child.pid(), 'T');
      child.tell("heard");
      signals.send(child.pid(), start, Signal.CONT);
      assertEquals("heard", child.hear());
      signals.send(child.pid(), start, Signal.KILL);
      assertEquals(128 + 9, child.exitStatus());
    }
  }

  @Test
  void killsAStoppedProcess() throws Exception {
    try (var child = Child.sh("read line")) {
      long start = startTime(child.pid());
      signals.send(child.pid(), start, Signal.STOP);
      awaitState(child.pid(), 'T');
      signals.send(child.pid(), start, Signal.KILL);
      assertEquals(128 + 9, child.exitStatus());
    }
  }

  @Test
  void sparesAnotherProcessWithTheSamePid() throws Exception {
    try (var child = Child.sh("read line; echo $line")) {
      assertRefused(Errno.ESRCH, child.pid(), startTime(child.pid()) - A_SECOND);
      child.tell("alive");
      assertEquals("alive", child.hear());
    }
  }

  @Test
  void refusesWhatIsNoLivingProcess() throws Exception {
    assertRefused(Errno.ESRCH, Integer.MAX_VALUE, 0);
    assertRefused(Errno.ESRCH, 0, 0);
    assertRefused(Errno.ESRCH, -1, 0);
    try (var child = Child.java(ManyThreads.class, "1")) {
      child.hear();
      int[] threads = proc.threads(child.pid());
      assertTrue(threads.length > 1);
      assertRefused(Errno.ESRCH, threads[threads.length - 1], Clocks.bootNanos());
    }
  }

  @Test
  void refusesAZombie() throws Exception {
    try (var child = Child.sh("sleep 60 & echo $!; read line")) {
      int grandchild = Integer.parseInt(child.hear());
      long start = startTime(grandchild);
      signals.send(child.pid(), startTime(child.pid()), Signal.STOP);
      awaitState(child.pid(), 'T');
      signals.send(grandchild, start, Signal.KILL);
      awaitState(grandchild, 'Z');
      assertRefused(Errno.ESRCH, grandchild, start);
    }
  }

  /** Continuing what runs anyway does it no harm. */
  @Test
  void refusesAnotherUsersProcess() {
    assumeTrue(proc.self().uid() != 0, "needs to be an ordinary user");
    var refusal =
        assertThrows(
            ContainerException.class, () -> signals.send(INIT, startTime(INIT), Signal.CONT));
    assertEquals(Errno.EPERM, refusal.errno());
  }

  private void assertRefused(Errno errno, int pid, long startTimeNanos) {
    var refusal =
        assertThrows(
            ContainerException.class, () -> signals.send(pid, startTimeNanos, Signal.KILL));
    assertEquals(errno, refusal.errno());
  }

  private long startTime(int pid) {
    return proc.look(pid).orElseThrow().startTimeNanos();
  }

  /** The kernel tells nobody but the parent of a stop, and this is not always the parent. */
  private void awaitState(int pid, char state) {
    while (proc.stat(pid).orElseThrow().state() != state) {
      Thread.onSpinWait();
    }
  }
}
