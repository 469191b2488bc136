package corral.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.launcher.BundlePlan.Entry;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BundlePlanTest {
  @Test
  void librariesComeFirstThenTheLevelsInTheirOrder() throws IOException {
    var plan = plan("10 = late\n2 = early one\nlibrary = lib\n3 = host.${host}\n", "sim");
    assertEquals(
        List.of(
            new Entry("lib", 1, false),
            new Entry("early", 2, true),
            new Entry("one", 2, true),
            new Entry("host.sim", 3, true),
            new Entry("late", 10, true)),
        plan.bundles());
    assertEquals(10, plan.lastLevel());
  }

  @Test
  void onlyTheChosenHostIsInThePlanOfCorral() throws IOException {
    try (var source =
        new InputStreamReader(
            Objects.requireNonNull(BundlePlan.class.getResourceAsStream("bundles.properties")),
            StandardCharsets.UTF_8)) {
      var names = BundlePlan.read(source, "sim").bundles().stream().map(Entry::name).toList();
      assertTrue(names.contains("host.sim"));
      assertFalse(names.contains("host.linux"));
    }
  }

  private static BundlePlan plan(String text, String host) throws IOException {
    return BundlePlan.read(new StringReader(text), host);
  }
}
