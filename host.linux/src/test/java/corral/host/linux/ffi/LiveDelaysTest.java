package corral.host.linux.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** Whether what the kernel answers is read at the right places. */
class LiveDelaysTest {
  private static final int OWN_PID = (int) ProcessHandle.current().pid();

  @Test
  void aFigureThatIsKnownIsFoundAtItsPlace() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root to ask the kernel");
    try (var delays = LiveDelays.open()) {
      long before = delays.ask(OWN_PID, ExitRecords.STATS_NVCSW);
      for (int i = 0; i < 20; i++) {
        new ProcessBuilder("true").start().waitFor();
      }
      long slept = delays.ask(OWN_PID, ExitRecords.STATS_NVCSW) - before;
      assertTrue(before > 0 && slept >= 20, slept + " more than " + before);
      assertEquals(delays.freepagesCount(OWN_PID), delays.freepagesCount(OWN_PID));
    }
  }
}
