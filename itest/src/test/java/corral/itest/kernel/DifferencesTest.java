package corral.itest.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the comparison with the kernel allows is what the document says, row by row. */
class DifferencesTest {
  private static final Path DOCUMENT = Path.of("../docs/differences.md");

  @Test
  void areInTheDocument() throws IOException {
    try (var lines = Files.lines(DOCUMENT)) {
      assertEquals(
          Differences.all().map(Difference::row).toList(),
          lines
              .filter(line -> line.startsWith("| "))
              .filter(line -> !line.startsWith("| what ") && !line.startsWith("| --- "))
              .toList());
    }
  }
}
