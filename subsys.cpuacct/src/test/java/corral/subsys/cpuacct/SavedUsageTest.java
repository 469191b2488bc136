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
  private static final SavedUsage USAGE =
      new SavedUsage(
          new CpuUsage(Long.MAX_VALUE, 2, 0), Map.of(new TaskKey(7, 1234), new CpuUsage(3, 2, 1)));

  @Test
  void everyCounterComesBack() throws ContainerException {
    assertEquals(USAGE, SavedUsage.read(USAGE.toMap()));
  }

  @Test
  void theFirstVersionIsUnderstood() throws ContainerException {
    var saved = Map.of("version", "1", "usage", "5", "user", "3", "system", "2");
    assertEquals(new SavedUsage(new CpuUsage(5, 3, 2), Map.of()), SavedUsage.read(saved));
  }

  @Test
  void whatIsMissingOrNotUnderstoodIsRefused() {
    assertRefused(Map.of());
    for (var name : USAGE.toMap().keySet()) {
      var saved = new HashMap<>(USAGE.toMap());
      for (var value : new String[] {"", "x", "-1", "99999999999999999999"}) {
        saved.put(name, value);
        assertRefused(saved);
      }
    }
    for (var name : new String[] {"version", "usage", "user", "system"}) {
      var saved = new HashMap<>(USAGE.toMap());
      saved.remove(name);
      assertRefused(saved);
    }
  }

  private static void assertRefused(Map<String, String> saved) {
    var refusal = assertThrows(ContainerException.class, () -> SavedUsage.read(saved));
    assertEquals(Errno.EINVAL, refusal.errno());
  }
}
