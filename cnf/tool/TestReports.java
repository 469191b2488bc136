import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What Surefire and the tester inside the framework report, both in JUnit's old XML format. */
record TestReports(Workspace workspace) {
  private static final int LONGEST_REASON = 300;

  /** How deep below a module the reports lie. */
  private static final int DEPTH = 4;

  List<TestResult> read() throws IOException {
    var results = new ArrayList<TestResult>();
    for (var module : workspace.modules()) {
      for (var report : reports(module)) {
        elements(parse(report).getDocumentElement(), "testcase")
            .map(test -> result(where(module, report), test))
            .forEach(results::add);
      }
    }
    return results;
  }

  /** Forgets the tests of earlier runs. */
  void delete() throws IOException {
    for (var module : workspace.modules()) {
      for (var report : reports(module)) {
        Files.delete(report);
      }
    }
  }

  private static List<Path> reports(Path module) throws IOException {
    var target = module.resolve("target");
    if (!Files.exists(target)) {
      return List.of();
    }
    try (var files =
        Files.find(
            target, DEPTH, (file, _) -> file.getFileName().toString().matches("TEST-.*\\.xml"))) {
      return files.sorted().toList();
    }
  }

  /** The module, and the framework if the tests ran inside one: its reports have a directory. */
  private static String where(Path module, Path report) {
    var directory = report.getParent().getFileName().toString();
    return directory.equals("surefire-reports")
        ? module.getFileName().toString()
        : module.getFileName() + " on " + directory;
  }

  private static Document parse(Path report) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("no test report: " + report, e);
    }
  }

  private static TestResult result(String where, Element test) {
    var className = test.getAttribute("classname");
    var name =
        className.substring(className.lastIndexOf('.') + 1)
            + "#"
            + test.getAttribute("name").replace("()", "");
    return Stream.concat(elements(test, "failure"), elements(test, "error"))
        .findFirst()
        .map(e -> new TestResult(TestResult.Outcome.FAILED, where, name, reason(e)))
        .or(
            () ->
                elements(test, "skipped")
                    .findFirst()
                    .map(e -> new TestResult(TestResult.Outcome.SKIPPED, where, name, reason(e))))
        .orElseGet(() -> new TestResult(TestResult.Outcome.PASSED, where, name, ""));
  }

  /** The message without the exception's name and its trace, on one line. */
  private static String reason(Element element) {
    var message = element.getAttribute("message");
    if (message.isBlank()) {
      message = element.getTextContent().strip().split("\n\\s*at ", 2)[0];
    }
    var line =
        message
            .replaceFirst("^\\S*TestAbortedException: ", "")
            .replaceFirst("^Assumption failed: ", "")
            .replaceAll("\\s+", " ")
            .strip();
    if (line.isEmpty()) {
      return "no reason given";
    }
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "..." : line;
  }

  private static Stream<Element> elements(Element parent, String name) {
    var nodes = parent.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).map(Element.class::cast);
  }
}
