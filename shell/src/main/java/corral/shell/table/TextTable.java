package corral.shell.table;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Lines up cells under their headers, and cuts the longest texts where a line would not fit. */
final class TextTable {
  static final String GAP = "  ";

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
        .mapToObj(i -> Cells.aligned(cells.get(i), widths[i], columns.get(i).numeric()))
        .collect(joining(GAP));
  }

  /**
   * The columns' widths, where the widest texts have given way until the line fits, headers last.
   */
  private int[] widths(int width) {
    var widths =
        IntStream.range(0, columns.size())
            .map(i -> lines.stream().mapToInt(line -> Cells.width(line.get(i))).max().orElse(0))
            .toArray();
    int excess = IntStream.of(widths).sum() + GAP.length() * (columns.size() - 1) - width;
    for (; excess > 0 && (shrink(widths, this::headerWidth) || shrink(widths, _ -> 1)); excess--) {}
    return widths;
  }

  private int headerWidth(int column) {
    return Cells.width(columns.get(column).header());
  }

  /** Takes one from the widest column of text that is wider than it must be, if there is one. */
  private boolean shrink(int[] widths, IntUnaryOperator least) {
    var widest =
        IntStream.range(0, widths.length)
            .filter(i -> !columns.get(i).numeric() && widths[i] > least.applyAsInt(i))
            .boxed()
            .max(Comparator.comparingInt(i -> widths[i]));
    widest.ifPresent(i -> widths[i]--);
    return widest.isPresent();
  }
}
