package corral.subsys.beancounter;

import static corral.testkit.Testbed.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SavedAccountTest {
  private static final Map<String, Counter> COUNTERS =
      Map.of("numfiles", new Counter(0, 1, 2, 0, 3, Long.MAX_VALUE, 5), "sockets", Counter.NEW);

  @Test
  void everyFigureComesBack() throws ContainerException {
    assertEquals(
        new SavedAccount.Contents(Policy.STOP, COUNTERS),
        SavedAccount.read(SavedAccount.of(Policy.STOP, COUNTERS)));
  }

  @Test
  void whatTasksHoldIsNotSaved() throws ContainerException {
    var counters = Map.of("numtasks", Counter.NEW.take(3));
    var back = SavedAccount.read(SavedAccount.of(Policy.REPORT, counters)).counters();
    assertEquals(new Counter(0, 0, 3, 0, Long.MAX_VALUE, Long.MAX_VALUE, 0), back.get("numtasks"));
  }

  @Test
  void whatIsMissingOrNotUnderstoodIsRefused() {
    assertRefused(Errno.EINVAL, () -> SavedAccount.read(Map.of()));
    for (var name : SavedAccount.of(Policy.KILL, COUNTERS).keySet()) {
      var saved = new HashMap<>(SavedAccount.of(Policy.KILL, COUNTERS));
      for (var value : new String[] {"", "x", "-1", "99999999999999999999"}) {
        saved.put(name, value);
        assertRefused(Errno.EINVAL, () -> SavedAccount.read(saved));
      }
      if (!name.endsWith(".charged")) {
        saved.remove(name);
        assertRefused(Errno.EINVAL, () -> SavedAccount.read(saved));
      }
    }
  }
}
