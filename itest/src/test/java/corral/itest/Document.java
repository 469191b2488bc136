package corral.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A text in Markdown. Code that it shows of a file follows the comment {@code <!-- FILE -->}. */
record Document(Path workspace, Path path) {
  private static final Pattern QUOTATION =
      Pattern.compile("<!-- ([^ ]+) -->\\n+```\\w*\\n(.*?)```\\n", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("```.*?```|`[^`\\n]*`", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\((?!\\w+:)([^)#]+)[^)]*\\)");

  /** Those of the workspace itself, of its modules, and below {@code docs}. */
  static List<Document> below(Path workspace) throws IOException {
    int deep = 3;
    try (var files = Files.find(workspace, deep, (file, _) -> isDocument(workspace, file))) {
      return files.sorted().map(file -> new Document(workspace, file)).toList();
    }
  }

  private static boolean isDocument(Path workspace, Path file) {
    var name = workspace.relativize(file).toString();
    return name.matches("[^/]+\\.md|docs/.*\\.md|[^./][^/]*/README\\.md");
  }

  List<Quotation> quotations() throws IOException {
    return QUOTATION
        .matcher(Files.readString(path))
        .results()
        .map(match -> new Quotation(Path.of(match.group(1)), match.group(2)))
        .toList();
  }

  /** The files that it links to, seen from where it is. */
  List<String> links() throws IOException {
    var prose = CODE.matcher(Files.readString(path)).replaceAll("");
    return LINK.matcher(prose).results().map(match -> match.group(1)).toList();
  }

  @Override
  public String toString() {
    return workspace.relativize(path).toString();
  }
}
