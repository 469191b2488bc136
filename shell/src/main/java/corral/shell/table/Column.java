package corral.shell.table;

import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One column of a table of {@code T}. Immutable.
 *
 * @param header what stands above it
 * @param numeric whether it holds numbers, which are aligned to the right and never cut
 * @param cell what a person sees in a row
 * @param plain what a program sees in a row
 */
public record Column<T>(
    String header, boolean numeric, Function<T, String> cell, Function<T, String> plain) {
  /** A column of text, which is cut where a row does not fit. */
  public static <T> Column<T> text(String header, Function<T, String> cell) {
    return new Column<>(header, false, cell, cell);
  }

  /** A column of numbers. */
  public static <T> Column<T> number(String header, ToLongFunction<T> cell) {
    Function<T, String> text = row -> Long.toString(cell.applyAsLong(row));
    return new Column<>(header, true, text, text);
  }

  /** This column with another content for programs. */
  public Column<T> plainly(Function<T, String> newPlain) {
    return new Column<>(header, numeric, cell, newPlain);
  }
}
