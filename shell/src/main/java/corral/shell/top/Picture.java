package corral.shell.top;

import corral.shell.table.Cells;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** Lines of a screen, each as wide as the screen at most. Belongs to one thread. */
final class Picture {
  private final int width;
  private final int height;
  private final List<AttributedString> lines = new ArrayList<>();

  Picture(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** How many lines there is room for. */
  int room() {
    return height - lines.size();
  }

  int width() {
    return width;
  }

  /** Adds a line, cut where it does not fit; nothing if there is no room. */
  void add(String text, AttributedStyle style) {
    add(new AttributedString(Cells.cut(Cells.printable(text), width), style));
  }

  /** Adds a line that is known to fit; nothing if there is no room. */
  void add(AttributedString line) {
    if (room() > 0) {
      lines.add(line);
    }
  }

  /** Adds empty lines until there is room for so many. */
  void leave(int rest) {
    while (room() > rest) {
      lines.add(AttributedString.EMPTY);
    }
  }

  List<AttributedString> lines() {
    return List.copyOf(lines);
  }
}
