package corral.shell.command;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/** Sets a {@link Manual} as a page of text that is 80 columns wide. */
public final class ManualPage {
  private static final int INDENT = 2;
  private static final int TEXT = 20;

  private ManualPage() {}

  /** The page. */
  public static String of(Manual manual) {
    var sections = new ArrayList<String>();
    sections.add(Paragraph.indented(0, manual.name() + " - " + manual.summary()));
    sections.add(section("Usage", forms(manual)));
    sections.add(words(manual));
    manual.paragraphs().forEach(text -> sections.add(Paragraph.indented(0, text)));
    if (!manual.errors().isEmpty()) {
      sections.add(section("Errors", errors(manual)));
    }
    if (!manual.examples().isEmpty()) {
      sections.add(section("Examples", indented(manual.examples())));
    }
    return String.join("\n", sections).stripTrailing();
  }

  private static String section(String heading, String content) {
    return heading + ":\n" + content;
  }

  private static String forms(Manual manual) {
    return indented(manual.forms());
  }

  private static String words(Manual manual) {
    var lines = new ArrayList<String>();
    manual.operands().forEach(operand -> lines.add(entry(operand.name(), operand.text())));
    manual.options().forEach(option -> lines.add(entry(option.forms(), option.text())));
    return String.join("", lines);
  }

  private static String errors(Manual manual) {
    return manual.errors().entrySet().stream()
        .map(error -> entry(error.getKey().name(), error.getValue()))
        .collect(joining());
  }

  private static String indented(List<String> lines) {
    return lines.stream().map(line -> " ".repeat(INDENT) + line + "\n").collect(joining());
  }

  private static String entry(String label, String text) {
    return Paragraph.labelled(" ".repeat(INDENT) + label, TEXT, text);
  }
}
