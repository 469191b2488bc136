package corral.shell.top;

import static corral.shell.command.CommandException.quoted;

import corral.figures.api.Figure;
import corral.shell.command.CommandException;
import corral.shell.table.Column;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * Something that is shown of each container, in a column, and by which they are sorted. Immutable.
 *
 * @param word how it is called on a command line
 * @param header what stands above the column
 * @param width how many columns of the terminal it takes; the first of all takes more if it can
 * @param key the key that sorts by it
 * @param figures without which it is not known
 * @param value its number, if it is known
 * @param text the number for a person, in no more columns than that
 */
public record Field(
    String word,
    String header,
    int width,
    char key,
    Set<Figure> figures,
    Function<Row, OptionalDouble> value,
    DoubleFunction<String> text) {
  /** The container itself. */
  public static final Field CONTAINER =
      new Field("container", "CONTAINER", 12, 'n', Set.of(), _ -> OptionalDouble.empty(), _ -> "");

  /** Percent of one CPU since the look before. */
  public static final Field CPU =
      new Field(
          "cpu",
          "CPU%",
          5,
          'c',
          Set.of(Figure.CPU_NANOS),
          Row::cpuPercent,
          percent -> Amount.decimal(percent, 1, 5));

  static final Field TASKS = count("tasks", "TASKS", 5, 't', Figure.TASKS);
  static final Field RUNNING = count("running", "RUN", 3, 'u', Figure.RUNNING);
  static final Field BLOCKED = count("blocked", "BLK", 3, 'b', Figure.BLOCKED);
  static final Field UNINTERRUPTIBLE =
      count("uninterruptible", "UNI", 3, 'i', Figure.UNINTERRUPTIBLE);
  static final Field SLEEPING = count("sleeping", "SLP", 4, 's', Figure.SLEEPING);
  static final Field STOPPED = count("stopped", "STP", 3, 'o', Figure.STOPPED);
  static final Field LOAD =
      field("load", "LOAD", 5, 'l', Figure.LOAD1, load -> Amount.decimal(load, 2, 5));
  static final Field MEMORY = field("memory", "MEM", 5, 'm', Figure.MEMORY_BYTES, Amount::bytes);
  static final Field FILES = count("files", "FILES", 5, 'f', Figure.OPEN_FILES);
  static final Field HITS = count("hits", "HITS", 4, 'x', Figure.LIMIT_HITS);

  /** All, from left to right. */
  static final List<Field> ALL =
      List.of(
          CONTAINER,
          TASKS,
          RUNNING,
          BLOCKED,
          UNINTERRUPTIBLE,
          SLEEPING,
          STOPPED,
          CPU,
          LOAD,
          MEMORY,
          FILES,
          HITS);

  /** What stands for a figure that is not known. */
  private static final String UNKNOWN = "-";

  private static Field field(
      String word, String header, int width, char key, Figure figure, DoubleFunction<String> text) {
    return new Field(word, header, width, key, Set.of(figure), row -> row.figure(figure), text);
  }

  private static Field count(String word, String header, int width, char key, Figure figure) {
    return field(word, header, width, key, figure, number -> Amount.count(number, width));
  }

  /**
   * The one that is called so on a command line.
   *
   * @throws CommandException EINVAL if there is none
   */
  public static Field called(String word) throws CommandException {
    return ALL.stream()
        .filter(field -> field.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandException(
                    quoted(word) + " is none of " + String.join(", ", words()) + " (EINVAL)"));
  }

  /** How all are called on a command line. */
  public static List<String> words() {
    return ALL.stream().map(Field::word).toList();
  }

  /** What a person reads. */
  String shown(Row row) {
    var number = value.apply(row);
    return number.isPresent() ? text.apply(number.getAsDouble()) : UNKNOWN;
  }

  /** What a program reads: the number as it is. */
  private String plain(Row row) {
    var number = value.apply(row);
    if (number.isEmpty()) {
      return UNKNOWN;
    }
    double exact = number.getAsDouble();
    return exact == Math.rint(exact)
        ? Long.toString((long) exact)
        : String.format(Locale.ROOT, "%.2f", exact);
  }

  /** The column of a table of lines. */
  Column<Line> column() {
    return equals(CONTAINER)
        ? Column.text(header, Line::drawing).plainly(line -> line.row().place())
        : new Column<>(header, true, line -> shown(line.row()), line -> plain(line.row()));
  }

  /** Names ascending, numbers descending, and what is not known last in any case. */
  Comparator<Row> order(boolean reversed) {
    var byPlace = Comparator.comparing(Row::place);
    if (equals(CONTAINER)) {
      return reversed ? byPlace.reversed() : byPlace;
    }
    Comparator<Row> known = Comparator.comparing(row -> value.apply(row).isEmpty());
    Comparator<Row> number = Comparator.comparingDouble(row -> value.apply(row).orElse(0));
    return known.thenComparing(reversed ? number : number.reversed()).thenComparing(byPlace);
  }
}
