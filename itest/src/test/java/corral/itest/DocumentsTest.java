package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents quote from a file stands there, and what they link to is there. */
class DocumentsTest {
  private static final Path WORKSPACE = Path.of("..").toAbsolutePath().normalize();
  private static final Path EXAMPLE = Path.of("examples/subsys.runaway");
  private static final String GUIDE = "docs/writing-a-subsystem.md";

  static List<Document> documents() throws IOException {
    return Document.below(WORKSPACE);
  }

  @Test
  void areFound() throws IOException {
    var names = documents().stream().map(Document::toString).toList();
    assertTrue(
        names.containsAll(List.of("README.md", GUIDE, "subsys.cpuacct/README.md")),
        names::toString);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void quoteWhatStandsInTheFile(Document document) throws IOException {
    for (var quotation : document.quotations()) {
      assertTrue(
          quotation.standsIn(Files.readString(WORKSPACE.resolve(quotation.file()))),
          () -> "not in " + quotation.file() + ":\n" + quotation.text());
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linkToWhatIsThere(Document document) throws IOException {
    var broken =
        document.links().stream()
            .filter(link -> !Files.exists(document.path().resolveSibling(link)))
            .toList();
    assertEquals(List.of(), broken);
  }

  /** Whoever types what the guide shows has the example. */
  @Test
  void theGuideShowsTheExampleAsAWhole() throws IOException {
    var guide = new Document(WORKSPACE, WORKSPACE.resolve(GUIDE));
    try (var files = Files.walk(WORKSPACE.resolve(EXAMPLE))) {
      for (var file : files.filter(DocumentsTest::isSource).toList()) {
        var shown =
            guide.quotations().stream()
                .filter(quotation -> WORKSPACE.resolve(quotation.file()).equals(file))
                .flatMap(quotation -> words(quotation.text()))
                .toList();
        assertEquals(words(Files.readString(file)).toList(), shown, file.toString());
      }
    }
  }

  private static boolean isSource(Path file) {
    return !file.startsWith(WORKSPACE.resolve(EXAMPLE).resolve("target"))
        && file.getFileName().toString().matches(".*\\.(java|xml)");
  }

  /** The lines that say something, without their indentation. */
  private static Stream<String> words(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty());
  }

  @Test
  void aWrongQuotationIsSeen() {
    var file = "class A {\n  int one;\n  int two;\n}\n";
    assertTrue(new Quotation(Path.of("A"), "int one;\nint two;\n").standsIn(file));
    assertTrue(new Quotation(Path.of("A"), "class A {\n  int one;\n").standsIn(file));
    assertFalse(new Quotation(Path.of("A"), "int two;\nint one;\n").standsIn(file));
    assertFalse(new Quotation(Path.of("A"), "one;\n").standsIn(file));
  }
}
