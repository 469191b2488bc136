package corral.shell.table;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Lines up cells under their headers, and cuts the longest texts where a line would not fit. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<? extends Column<?>> columns;
  private final List<List<String>> lines;

  private TextTable(List<? extends Column<?>> columns, List<List<String>> lines) {
    this.columns = columns;
    this.lines = lines;
  }

  static <T> TextTable of(List<Column<T>> columns, List<T> rows) {
    var lines = new ArrayList<List<String>>();
    lines.add(columns.stream().map(Column::header).toList());
    for (var row : rows) {
      lines.add(
          columns.stream().map(column -> column.cell().apply(row)).map(Cells::printable).toList());
    }
    return new TextTable(columns, lines);
  }

  String fitted(int width) {
    var widths = widths(width);
    return lines.stream()
        .map(line -> Cells.cut(line(line, widths).stripTrailing(), width))
        .collect(joining("\n"));
  }

  private String line(List<String> cells, int[] widths) {
    return IntStream.range(0, cells.size())
        .mapToObj(i -> aligned(cells.get(i), widths[i], columns.get(i).numeric()))
        .collect(joining(GAP));
  }

  private static String aligned(String cell, int width, boolean right) {
    var text = Cells.cut(cell, width);
    var padding = " ".repeat(width - Cells.width(text));
    return right ? padding + text : text + padding;
  }

  /** The columns' widths, where the widest texts have given way until the line fits. */
  private int[] widths(int width) {
    var widths =
        IntStream.range(0, columns.size())
            .map(i -> lines.stream().mapToInt(line -> Cells.width(line.get(i))).max().orElse(0))
            .toArray();
    int excess = IntStream.of(widths).sum() + GAP.length() * (columns.size() - 1) - width;
    for (; excess > 0 && shrink(widths); excess--) {}
    return widths;
  }

  /** Takes one from the widest column of text, if that leaves anything of it. */
  private boolean shrink(int[] widths) {
    var widest =
        IntStream.range(0, widths.length)
            .filter(i -> !columns.get(i).numeric() && widths[i] > 1)
            .boxed()
            .max(Comparator.comparingInt(i -> widths[i]));
    widest.ifPresent(i -> widths[i]--);
    return widest.isPresent();
  }
}
