package corral.host.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StateLineTest {
  @AutoClose private final ProcReader proc = new ProcReader();

  @Test
  void findsItsFieldsBehindAnyName() {
    var line =
        "7 (a) R 1) (b) D 1 7 7 0 -1 4194304 1 0 0 0 3 4 0 0 20 0 12 0 123456 1 2"
            + " 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 345 0 0 0 0 0 0 0 0 0 0\n";
    assertEquals(new StateLine('D', 12, 345), StateLine.parse(line.getBytes(UTF_8)));
  }

  @Test
  void agreesWithTheOneThatTakesAllApart() {
    int self = (int) ProcessHandle.current().pid();
    var whole = proc.stat(self).orElseThrow();
    long difference = whole.threads() - proc.state(self).orElseThrow().threads();
    assertTrue(Math.abs(difference) < 5, "threads of this machine come and go: " + difference);
    assertEquals('R', proc.state(self, proc.ownThread()).orElseThrow().letter());
  }
}
