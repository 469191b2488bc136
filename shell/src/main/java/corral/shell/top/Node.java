package corral.shell.top;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A container with those below it. */
record Node(Row row, List<Node> children) {
  /** Puts rows together to trees, each of which stands before those below it. */
  static List<Node> trees(List<Row> rows) {
    var tops = new ArrayList<Node>();
    var above = new ArrayDeque<Node>();
    for (var row : rows) {
      while (above.size() > row.sample().depth()) {
        above.pop();
      }
      var node = new Node(row, new ArrayList<>());
      (above.isEmpty() ? tops : above.element().children()).add(node);
      above.push(node);
    }
    return tops;
  }
}
