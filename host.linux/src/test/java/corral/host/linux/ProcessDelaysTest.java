package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessDelaysTest {
  private final ProcReader proc = new ProcReader();
  private final ProcessDelays delays = new ProcessDelays(proc);

  @BeforeEach
  void asRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root to ask the kernel");
  }

  @AfterEach
  void close() {
    delays.close();
    proc.close();
  }

  /** The scheduler also writes it into schedstat, for the only thread. */
  @Test
  void theWaitForACpuIsTheSchedulers() throws Exception {
    try (var child =
        Child.sh("i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done; echo x; read x")) {
      child.hear();
      long least = schedulers(child.pid());
      long told = delays.delays(child.pid()).cpuNanos().orElseThrow();
      long most = schedulers(child.pid());
      assertTrue(least <= told && told <= most, least + " <= " + told + " <= " + most);
    }
  }

  @Test
  void whatIsNotCountedIsNoZero() throws Exception {
    int self = (int) ProcessHandle.current().pid();
    assertEquals(proc.accountsDelays(), delays.delays(self).ioNanos().isPresent());
    assertEquals(proc.accountsDelays(), delays.delays(self).swapNanos().isPresent());
  }

  @Test
  void whoIsGoneIsRefused() {
    var refusal = assertThrows(ContainerException.class, () -> delays.delays(Integer.MAX_VALUE));
    assertEquals(Errno.ESRCH, refusal.errno());
  }

  private long schedulers(int pid) {
    return Long.parseLong(proc.text(pid, "schedstat").orElseThrow().split(" ", -1)[1]);
  }
}
