package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {
  private final ProcReader proc = new ProcReader();
  private final ProcessMemory memory = new ProcessMemory(proc);

  @AfterEach
  void close() {
    proc.close();
  }

  @Test
  void aVirtualMachineUsesMemoryOfEveryKind() throws Exception {
    var usage = memory.memoryUsage((int) ProcessHandle.current().pid());
    assertTrue(usage.residentPages() > 1000, usage.toString());
    assertTrue(usage.privatePages() > usage.residentPages() / 2, usage.toString());
    assertTrue(usage.kernelBytes() >= 4096, usage.toString());
  }

  @Test
  void readsThePageTablesInBytes() {
    assertEquals(
        49152, ProcessMemory.pageTableBytes("Name:\tx\nVmPTE:\t      48 kB\nVmSwap:\t 0 kB\n"));
    assertEquals(0, ProcessMemory.pageTableBytes("Name:\tkthreadd\n"));
  }

  @Test
  void refusesAProcessThatThereIsNot() {
    var refusal =
        assertThrows(ContainerException.class, () -> memory.memoryUsage(Integer.MAX_VALUE));
    assertEquals(Errno.ESRCH, refusal.errno());
  }
}
