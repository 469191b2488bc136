package corral.subsys.cpuset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SavedSettingsTest {
  private final Machine machine =
      new FixedMachine(
          IndexSet.firstOf(4), IndexSet.firstOf(4), IndexSet.firstOf(2), IndexSet.firstOf(2));

  @Test
  void everySettingComesBack() throws ContainerException {
    for (var scope : Scope.values()) {
      assertComesBack(scope, Settings.NEW);
      assertComesBack(scope, new Settings(IndexSet.of(1, 3), IndexSet.of(0), Set.of(), 5));
      for (var flag : Flag.values()) {
        assertComesBack(scope, Settings.NEW.with(flag, !Settings.NEW.has(flag)));
      }
    }
  }

  @Test
  void theFirstVersionIsUnderstood() throws ContainerException {
    var settings = Settings.NEW.withCpus(IndexSet.of(1)).withMems(IndexSet.of(0));
    var first = with(saved(settings), "version", "1");
    first.remove("scope");
    assertEquals(new SavedSettings(Scope.BOTH, settings), SavedSettings.read(first, machine));
  }

  @Test
  void whatIsMissingOrNotUnderstoodIsRefused() {
    var whole = saved(Settings.NEW.withCpus(IndexSet.of(1)));
    for (var entry : whole.keySet()) {
      assertRefused(without(whole, entry));
      assertRefused(with(whole, entry, "?"));
    }
    assertRefused(with(whole, "version", "3"));
    assertRefused(with(whole, "cpus", "4"));
    assertRefused(Map.of());
  }

  private static Map<String, String> saved(Settings settings) {
    return new SavedSettings(Scope.BOTH, settings).toMap();
  }

  private void assertComesBack(Scope scope, Settings settings) throws ContainerException {
    var back = SavedSettings.read(new SavedSettings(scope, settings).toMap(), machine);
    assertEquals(scope, back.scope());
    assertEquals(scope.only(settings), scope.only(back.settings()));
  }

  private void assertRefused(Map<String, String> saved) {
    var refusal = assertThrows(ContainerException.class, () -> SavedSettings.read(saved, machine));
    assertEquals(Errno.EINVAL, refusal.errno());
  }

  private static Map<String, String> without(Map<String, String> saved, String name) {
    var rest = new HashMap<>(saved);
    rest.remove(name);
    return rest;
  }

  private static Map<String, String> with(Map<String, String> saved, String name, String value) {
    var changed = new HashMap<>(saved);
    changed.put(name, value);
    return changed;
  }
}
