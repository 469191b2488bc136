package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeavesNothingBehindTest {
  private static final Path CLASSES = Path.of("target", "classes");

  @Test
  void isAskedOfEveryTestInsideTheFramework() throws IOException {
    try (var files = Files.walk(CLASSES)) {
      var tests =
          files
              .filter(file -> file.toString().endsWith("Test.class"))
              .map(LeavesNothingBehindTest::load)
              .toList();
      assertFalse(tests.isEmpty());
      assertEquals(
          List.of(),
          tests.stream()
              .filter(test -> !test.isAnnotationPresent(LeavesNothingBehind.class))
              .toList());
    }
  }

  private static Class<?> load(Path file) {
    var name = CLASSES.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
    try {
      return Class.forName(name, false, LeavesNothingBehindTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
