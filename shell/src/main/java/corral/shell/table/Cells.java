package corral.shell.table;

import org.jline.utils.WCWidth;

/** Measures and cuts text as a terminal shows it, where some characters are two columns wide. */
public final class Cells {
  /** Marks the place where text was cut. */
  static final String CUT = "…";

  private Cells() {}

  /** The text without characters that would move the cursor or command the terminal. */
  public static String printable(String text) {
    if (text.codePoints().noneMatch(Character::isISOControl)) {
      return text;
    }
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** How many columns of a terminal a printable text takes. */
  public static int width(String text) {
    return text.codePoints().map(Cells::width).sum();
  }

  /** The text, or as much of it as fits together with the mark that it was cut. */
  public static String cut(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    var line = new StringBuilder();
    int room = width - width(CUT);
    for (int c : text.codePoints().toArray()) {
      room -= width(c);
      if (room < 0) {
        break;
      }
      line.appendCodePoint(c);
    }
    return width < width(CUT) ? "" : line.append(CUT).toString();
  }

  /** The text in a cell of this width, at its left or right edge, cut if it does not fit. */
  public static String aligned(String text, int width, boolean right) {
    var shown = cut(text, width);
    var padding = " ".repeat(width - width(shown));
    return right ? padding + shown : shown + padding;
  }

  private static int width(int codePoint) {
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }
}
