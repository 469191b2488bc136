package corral.shell.table;

import java.util.AbstractList;
import java.util.List;

/**
 * The rows of a table: a list like any other for scripts, and a table for persons. Immutable.
 *
 * <p>A row's {@code toString} is what names it in a command line, such as its pid.
 */
public final class Listing<T> extends AbstractList<T> {
  private final List<Column<T>> columns;
  private final List<T> rows;

  private Listing(List<Column<T>> columns, List<T> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** These rows under these columns. */
  public static <T> Listing<T> of(List<Column<T>> columns, List<T> rows) {
    return new Listing<>(List.copyOf(columns), List.copyOf(rows));
  }

  @Override
  public T get(int index) {
    return rows.get(index);
  }

  @Override
  public int size() {
    return rows.size();
  }

  /** The listing as a table that is at most so many terminal columns wide. */
  String fitted(int width) {
    return TextTable.of(columns, rows).fitted(width);
  }

  /** The listing for programs: a header and the rows, each a line of cells with tabs between. */
  String tabbed() {
    return TabbedText.of(columns, rows);
  }
}
