package corral.shell.top;

import corral.shell.top.Line.Fold;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What there is to see of containers, and how somebody wants to see it: sorted, folded, filtered.
 * Knows nothing of terminals. Belongs to one thread at a time.
 */
public final class TopModel {
  private List<Node> trees = List.of();
  private List<Row> rows = List.of();
  private Field sort;
  private boolean reversed;
  private boolean flat;
  private String filter = "";
  private final Set<Long> folded = new HashSet<>();
  private List<Line> lines = List.of();
  private int selected;

  /**
   * Nothing to be seen yet.
   *
   * @param flat whether containers are shown in one list instead of trees
   */
  public TopModel(Field sort, boolean flat) {
    this.sort = sort;
    this.flat = flat;
  }

  /** Shows the containers of another survey, each before those below it. */
  void show(List<Row> newRows) {
    rows = List.copyOf(newRows);
    trees = Node.trees(rows);
    arrange();
  }

  /** All containers, seen or not. */
  List<Row> rows() {
    return rows;
  }

  /** What is seen, from the top. */
  List<Line> lines() {
    return lines;
  }

  /** The line that keys are about; 0 if there are none. */
  int selected() {
    return selected;
  }

  Field sort() {
    return sort;
  }

  boolean isReversed() {
    return reversed;
  }

  boolean isFlat() {
    return flat;
  }

  String filter() {
    return filter;
  }

  /** Sorts by a field; the one that it is sorted by already turns round. */
  void sortBy(Field field) {
    reversed = field.equals(sort) && !reversed;
    sort = field;
    arrange();
  }

  /** Sorts by the field so many columns further on. */
  void sortFurther(int columns) {
    int column = Field.ALL.indexOf(sort) + columns;
    sort = Field.ALL.get(Math.floorMod(column, Field.ALL.size()));
    reversed = false;
    arrange();
  }

  void reverse() {
    sortBy(sort);
  }

  /** Shows trees as lists, or lists as trees. */
  void flatten(boolean isFlat) {
    flat = isFlat;
    arrange();
  }

  /** Shows only containers with this in their path, and those above them. */
  void filter(String text) {
    filter = text;
    arrange();
  }

  /** Selects another line, so many further down or as far as there are any. */
  void select(int further) {
    long line = (long) selected + further;
    selected = Math.clamp(line, 0, Math.max(0, lines.size() - 1));
  }

  /** Hides what is below the selected container. */
  void fold() {
    selectedNumber().forEach(folded::add);
    arrange();
  }

  /** Shows what is below the selected container. */
  void unfold() {
    selectedNumber().forEach(folded::remove);
    arrange();
  }

  /** Hides what is below the selected container, or shows it. */
  void toggle() {
    if (selectedNumber().anyMatch(folded::contains)) {
      unfold();
    } else {
      fold();
    }
  }

  /** Hides all but the tops, or if they are closed shows everything. */
  void toggleAll() {
    var tops = trees.stream().map(top -> top.row().sample().container()).toList();
    if (!folded.containsAll(tops)) {
      rows.forEach(row -> folded.add(row.sample().container()));
    } else {
      folded.clear();
    }
    arrange();
  }

  private Stream<Long> selectedNumber() {
    return lines.stream().skip(selected).limit(1).map(line -> line.row().sample().container());
  }

  /** Makes the lines anew; the selected container stays so if it is still seen. */
  private void arrange() {
    var before = selectedNumber().findFirst();
    var order = sort.order(reversed);
    var arranged = new ArrayList<Line>();
    if (flat) {
      rows.stream()
          .filter(this::matches)
          .sorted(order)
          .forEach(row -> arranged.add(new Line(row, "", row.place(), Fold.NONE)));
    } else {
      Comparator<Node> byRow = Comparator.comparing(Node::row, order);
      trees.forEach(top -> draw(arranged, top, byRow, "", ""));
    }
    lines = arranged;
    for (int line = 0; line < lines.size() && before.isPresent(); line++) {
      if (lines.get(line).row().sample().container() == before.get()) {
        selected = line;
      }
    }
    select(0);
  }

  private void draw(
      List<Line> drawn, Node node, Comparator<Node> order, String branch, String indent) {
    var seen = node.children().stream().filter(this::hasMatch).sorted(order).toList();
    if (!matches(node.row()) && seen.isEmpty()) {
      return;
    }
    boolean isClosed = folded.contains(node.row().sample().container());
    var fold = seen.isEmpty() ? Fold.NONE : isClosed ? Fold.CLOSED : Fold.OPEN;
    var name = branch.isEmpty() ? node.row().place() : node.row().name();
    drawn.add(new Line(node.row(), branch, name, fold));
    if (fold == Fold.OPEN) {
      for (int i = 0; i < seen.size(); i++) {
        boolean isLast = i == seen.size() - 1;
        draw(
            drawn,
            seen.get(i),
            order,
            indent + (isLast ? "└─" : "├─"),
            indent + (isLast ? "  " : "│ "));
      }
    }
  }

  private boolean hasMatch(Node node) {
    return matches(node.row()) || node.children().stream().anyMatch(this::hasMatch);
  }

  private boolean matches(Row row) {
    return row.place().toLowerCase(Locale.ROOT).contains(filter.toLowerCase(Locale.ROOT));
  }
}
