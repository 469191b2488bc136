package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectReclaimsTest {
  @TempDir private Path directory;
  private Path control;
  private DirectReclaims reclaims;

  @BeforeEach
  void open() throws IOException {
    control = directory.resolve("task_delayacct");
    reclaims = new DirectReclaims(control);
  }

  @AfterEach
  void close() {
    reclaims.close();
  }

  @Test
  void nothingIsCountedWhileDelayAccountingIsOff() throws IOException {
    Files.writeString(control, "0\n");
    assertTrue(reclaims.obstacle().orElseThrow().contains("kernel.task_delayacct"));
  }

  @Test
  void whereItIsOnThereIsAnObstacleOnlyForWhoMayNotAsk() throws IOException {
    Files.writeString(control, "1\n");
    assertEquals(!isRoot(), reclaims.obstacle().isPresent(), () -> reclaims.obstacle().toString());
  }

  @Test
  void theKernelCountsForALiveProcess() throws Exception {
    assumeTrue(isRoot(), "needs root to ask the kernel");
    try (var child = Child.sh("echo ready; read end")) {
      child.hear();
      assertTrue(reclaims.directReclaims(child.pid()) >= 0);
    }
  }

  @Test
  void aProcessThatHasEndedIsGone() throws Exception {
    assumeTrue(isRoot(), "needs root to ask the kernel");
    try (var child = Child.sh("echo ready; read end")) {
      child.end();
      var refusal =
          assertThrows(ContainerException.class, () -> reclaims.directReclaims(child.pid()));
      assertEquals(Errno.ESRCH, refusal.errno());
    }
  }

  private static boolean isRoot() {
    try (var proc = new ProcReader()) {
      return proc.self().uid() == 0;
    }
  }
}
