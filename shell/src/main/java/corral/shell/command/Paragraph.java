package corral.shell.command;

/** Sets text in lines of at most 80 columns. */
public final class Paragraph {
  private static final int WIDTH = 80;

  private Paragraph() {}

  /** The text in lines, each indented. */
  public static String indented(int indent, String text) {
    return labelled("", indent, text);
  }

  /** A label, and the text in lines to the right of it or, if it is long, below it. */
  public static String labelled(String label, int indent, String text) {
    var page = new StringBuilder(label);
    int column = label.length();
    if (column > indent - 2 && column > 0) {
      page.append('\n');
      column = 0;
    }
    boolean first = true;
    for (var word : text.split(" ", -1)) {
      if (!first && column + 1 + word.length() > WIDTH) {
        page.append('\n');
        column = 0;
        first = true;
      }
      page.append(" ".repeat(first ? indent - column : 1)).append(word);
      column = (first ? indent : column + 1) + word.length();
      first = false;
    }
    return page.append('\n').toString();
  }
}
