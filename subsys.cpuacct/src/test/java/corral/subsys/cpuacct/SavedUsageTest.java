package corral.subsys.cpuacct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Errno;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SavedUsageTest {
  private static final CpuUsage USAGE = new CpuUsage(Long.MAX_VALUE, 2, 0);

  @Test
  void everyCounterComesBack() throws ContainerException {
    assertEquals(USAGE, SavedUsage.read(SavedUsage.of(USAGE)));
  }

  @Test
  void whatIsMissingOrNotUnderstoodIsRefused() {
    assertRefused(Map.of());
    for (var name : SavedUsage.of(USAGE).keySet()) {
      var saved = new HashMap<>(SavedUsage.of(USAGE));
      saved.remove(name);
      assertRefused(saved);
      for (var value : new String[] {"", "x", "-1", "99999999999999999999"}) {
        saved.put(name, value);
        assertRefused(saved);
      }
    }
  }

  private static void assertRefused(Map<String, String> saved) {
    var refusal = assertThrows(ContainerException.class, () -> SavedUsage.read(saved));
    assertEquals(Errno.EINVAL, refusal.errno());
  }
}
