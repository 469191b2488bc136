package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Errno;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessCpuTest {
  private final ProcReader proc = new ProcReader();
  private final ProcessCpu cpu = new ProcessCpu(proc);

  @AfterEach
  void close() {
    proc.close();
  }

  @Test
  void agreesWithTheProcessItself() throws Exception {
    int self = (int) ProcessHandle.current().pid();
    var bean =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long ticks = 20_000_000;
    long before = bean.getProcessCpuTime();
    long usage = cpu.usage(self).totalNanos();
    long after = bean.getProcessCpuTime();
    assertTrue(before - ticks <= usage && usage <= after + ticks);
  }

  @Test
  void refusesAProcessThatThereIsNot() {
    var refusal = assertThrows(ContainerException.class, () -> cpu.usage(Integer.MAX_VALUE));
    assertEquals(Errno.ESRCH, refusal.errno());
  }

  @Test
  void dividesTheTotalInTheProportionOfTheTicks() {
    assertEquals(new CpuUsage(100, 75, 25), ProcessCpu.split(100, 3, 1));
    assertEquals(new CpuUsage(100, 0, 100), ProcessCpu.split(100, 0, 1));
    assertEquals(new CpuUsage(100, 100, 0), ProcessCpu.split(100, 3, 0));
    assertEquals(new CpuUsage(100, 100, 0), ProcessCpu.split(100, 0, 0));
  }
}
