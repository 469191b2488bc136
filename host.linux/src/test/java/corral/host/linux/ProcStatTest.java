package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProcStatTest {
  @Test
  void readsTheFieldsThatMatter() {
    var stat = parse("42 (sh) S 7 42 42 0 -1 4194304 1 2 3 4 11 12 0 0 20 0 3 0 70920 1 2\n");
    assertEquals(new ProcStat(42, "sh", 'S', 7, 11, 12, 3, 70920), stat);
  }

  @Test
  void takesANameWithBlanksAndParentheses() {
    var stat = parse("42 (a) Z 1 (b) S 7 42 42 0 -1 4194304 1 2 3 4 11 12 0 0 20 0 3 0 70920\n");
    assertEquals("a) Z 1 (b", stat.command());
    assertEquals('S', stat.state());
  }

  @Test
  void hasEndedWithItsLastThread() {
    assertTrue(withState('Z', 1).ended());
    assertFalse(withState('Z', 2).ended(), "other threads live");
    assertFalse(withState('S', 1).ended());
  }

  private static ProcStat withState(char state, int threads) {
    return new ProcStat(42, "sh", state, 7, 0, 0, threads, 0);
  }

  private static ProcStat parse(String line) {
    return ProcStat.parse(line.getBytes(StandardCharsets.UTF_8));
  }
}
