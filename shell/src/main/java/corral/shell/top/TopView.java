package corral.shell.top;

import static java.util.stream.Collectors.joining;

import corral.figures.api.Figure;
import corral.shell.table.Cells;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Draws the containers on a screen of any size. Belongs to one thread at a time. */
final class TopView {
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle FAINT = PLAIN.faint();
  private static final AttributedStyle HEADER = PLAIN.inverse();
  private static final AttributedStyle SORTED = PLAIN.bold();
  private static final AttributedStyle SELECTED = PLAIN.inverse();

  /** What is left out first where a line has no room for all. */
  private static final List<Field> DISPENSABLE =
      List.of(
          Field.STOPPED,
          Field.UNINTERRUPTIBLE,
          Field.BLOCKED,
          Field.SLEEPING,
          Field.HITS,
          Field.FILES,
          Field.LOAD,
          Field.RUNNING,
          Field.MEMORY,
          Field.TASKS,
          Field.CPU);

  private static final int MOST_NOTES = 2;

  /** The line that stands at the top of the list. */
  private int first;

  /** The list, with what is to be said of it above and what can be done below. */
  List<AttributedString> list(TopModel model, Status status, String prompt, int width, int height) {
    var picture = new Picture(width, height);
    picture.add(title(model, status), PLAIN);
    notes(status.notes()).forEach(note -> picture.add(note, FAINT));
    var fields = fields(model.sort(), width);
    picture.add(header(fields, model.sort(), width));
    int room = Math.max(0, picture.room() - 1);
    scroll(model, room);
    var lines = model.lines();
    for (int line = first; line < Math.min(lines.size(), first + room); line++) {
      picture.add(
          new AttributedString(
              cells(fields, lines.get(line), width), line == model.selected() ? SELECTED : PLAIN));
    }
    if (lines.isEmpty()) {
      picture.add(model.rows().isEmpty() ? "Nothing is mounted: help mount" : "No match", PLAIN);
    }
    picture.leave(1);
    picture.add(prompt, PLAIN);
    return picture.lines();
  }

  /** A page of text, and how to get away from it. */
  static List<AttributedString> page(List<String> text, int width, int height) {
    var picture = new Picture(width, height);
    text.stream().limit(Math.max(0, height - 1)).forEach(line -> picture.add(line, PLAIN));
    picture.leave(1);
    picture.add("Any key goes back.", SORTED);
    return picture.lines();
  }

  private static String title(TopModel model, Status status) {
    double tasks =
        model.rows().stream()
            .filter(Row::isTop)
            .mapToDouble(row -> row.figure(Figure.TASKS).orElse(0))
            .max()
            .orElse(0);
    var filtered = model.filter().isEmpty() ? "" : ", filter '" + model.filter() + "'";
    return "%d containers, %.0f tasks, by %s%s%s, every %s s, %s ms a look"
        .formatted(
            model.rows().size(),
            tasks,
            model.sort().header(),
            model.isReversed() ? " reversed" : "",
            filtered,
            seconds(status.interval()),
            status.cost().toMillis());
  }

  /** With no more decimals than there are. */
  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0).replace(".0", "");
  }

  private static List<String> notes(List<String> all) {
    var shown = new ArrayList<>(all.subList(0, Math.min(MOST_NOTES, all.size())));
    if (all.size() > MOST_NOTES) {
      shown.set(MOST_NOTES - 1, "and %d more reasons: h".formatted(all.size() - MOST_NOTES + 1));
    }
    return shown;
  }

  /** The fields that a line has room for, in their order. */
  private static List<Field> fields(Field sort, int width) {
    var fields = new ArrayList<>(Field.ALL);
    DISPENSABLE.stream()
        .filter(field -> !field.equals(sort))
        .takeWhile(_ -> width(fields) > width)
        .forEach(fields::remove);
    return fields;
  }

  private static int width(List<Field> fields) {
    return fields.stream().mapToInt(field -> field.width() + 1).sum() - 1;
  }

  private static AttributedString header(List<Field> fields, Field sort, int width) {
    var line = new AttributedStringBuilder();
    for (var field : fields) {
      if (!field.equals(fields.getFirst())) {
        line.styled(HEADER, " ");
      }
      line.styled(field.equals(sort) ? SORTED : HEADER, cell(fields, field, field.header(), width));
    }
    return line.toAttributedString().columnSubSequence(0, width);
  }

  private static String cells(List<Field> fields, Line line, int width) {
    var cells =
        fields.stream()
            .map(
                field ->
                    cell(
                        fields,
                        field,
                        field.equals(Field.CONTAINER)
                            ? Cells.printable(line.drawing())
                            : field.shown(line.row()),
                        width))
            .collect(joining(" "));
    return Cells.cut(cells, width);
  }

  /** The first field has what the others leave. */
  private static String cell(List<Field> fields, Field field, String text, int width) {
    return field.equals(Field.CONTAINER)
        ? Cells.aligned(text, Math.max(1, width - width(fields) + field.width()), false)
        : Cells.aligned(text, field.width(), true);
  }

  /** Moves the list no further than needed for the selected line to be seen. */
  private void scroll(TopModel model, int room) {
    int selected = model.selected();
    first = Math.clamp(first, Math.max(0, selected - Math.max(1, room) + 1), selected);
    first = Math.min(first, Math.max(0, model.lines().size() - room));
  }
}
