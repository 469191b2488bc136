package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateTest {
  @Test
  void isGoneWhenBothHaveCome() throws Exception {
    try (var gate = Gate.make()) {
      assertTrue(Files.exists(gate.path()));
      var process = new ProcessBuilder("cat", gate.path().toString()).start();
      try (var leave = gate.meet(process)) {
        assertFalse(Files.exists(gate.path().getParent()));
        leave.write("go on".getBytes(StandardCharsets.UTF_8));
      }
      var read = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals("go on", read);
      assertEquals(0, process.waitFor());
    }
  }

  @Test
  void doesNotWaitForAProcessThatHasEnded() throws Exception {
    try (var gate = Gate.make()) {
      var process = new ProcessBuilder("true").start();
      gate.meet(process).close();
      assertFalse(Files.exists(gate.path().getParent()));
    }
  }

  @Test
  void leavesNothingIfNobodyComes() throws Exception {
    var gate = Gate.make();
    gate.close();
    assertFalse(Files.exists(gate.path().getParent()));
  }
}
