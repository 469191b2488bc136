package corral.shell.table;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Writes rows for programs: nothing is cut or aligned, and each cell is one field. */
final class TabbedText {
  private TabbedText() {}

  static <T> String of(List<Column<T>> columns, List<T> rows) {
    Stream<String> header = Stream.of(line(columns, Column::header));
    return Stream.concat(
            header, rows.stream().map(row -> line(columns, column -> column.plain().apply(row))))
        .collect(joining("\n"));
  }

  private static <T> String line(List<Column<T>> columns, Function<Column<T>, String> cell) {
    return columns.stream().map(cell).map(Cells::printable).collect(joining("\t"));
  }
}
