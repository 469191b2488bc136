package corral.shell.table;

import static java.util.stream.Collectors.joining;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.felix.service.command.CommandSession;

/**
 * A table that is shown while its rows come, one after another: on a terminal in columns of fixed
 * widths, elsewhere as fields between tabs. Belongs to one thread at a time.
 */
public final class GrowingTable<T> {
  private final List<Column<T>> columns;
  private final List<Integer> widths;
  private final int width;
  private final PrintStream out;

  /**
   * A table of which nothing is shown yet.
   *
   * @param widths the widths of all columns but the last, which takes the rest of the line
   * @param session what it is shown in; to be asked in the command's own thread
   */
  public GrowingTable(
      List<Column<T>> columns, List<Integer> widths, CommandSession session, PrintStream out) {
    this.columns = List.copyOf(columns);
    this.widths = List.copyOf(widths);
    this.width = Screen.width(session);
    this.out = out;
  }

  /** Shows the headers. */
  public void begin() {
    show(Column::header);
  }

  /** Shows a row. */
  public void add(T row) {
    show(column -> (width == 0 ? column.plain() : column.cell()).apply(row));
  }

  /** Whether nobody reads any more what is shown. */
  public boolean isUnheard() {
    return out.checkError();
  }

  private void show(Function<Column<T>, String> cell) {
    var cells = columns.stream().map(cell).map(Cells::printable).toList();
    out.println(width == 0 ? String.join("\t", cells) : fitted(cells));
    out.flush();
  }

  private String fitted(List<String> cells) {
    var line =
        IntStream.range(0, cells.size())
            .mapToObj(
                i ->
                    i < widths.size()
                        ? Cells.aligned(cells.get(i), widths.get(i), false)
                        : cells.get(i))
            .collect(joining(TextTable.GAP));
    return Cells.cut(line, width);
  }
}
