package corral.shell;

import corral.framework.api.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Draws containers line by line, each below its parent and joined to it. */
final class TreeDrawing {
  private final Places places;
  private final Function<Container, List<String>> leaves;
  private final List<Line> lines = new ArrayList<>();

  /**
   * A line of a drawing.
   *
   * @param drawing what a person sees
   * @param path what a program sees
   * @param tasks how many tasks the container has; empty for what is no container
   */
  public record Line(String drawing, String path, String tasks) {
    @Override
    public String toString() {
      return path;
    }
  }

  /**
   * An empty drawing.
   *
   * @param leaves what is shown in a container before its children
   */
  TreeDrawing(Places places, Function<Container, List<String>> leaves) {
    this.places = places;
    this.leaves = leaves;
  }

  /** Adds a container and everything below it. */
  void add(Container top) {
    add(top, places.of(top), "", "");
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  private void add(Container container, String name, String branch, String indent) {
    var path = places.of(container);
    var children = container.children();
    lines.add(new Line(branch + name, path, Integer.toString(container.taskCount())));
    for (var leaf : leaves.apply(container)) {
      lines.add(
          new Line(indent + (children.isEmpty() ? "   " : "│  ") + leaf, path + " " + leaf, ""));
    }
    for (var child : children) {
      boolean last = child.equals(children.getLast());
      add(child, child.name(), indent + (last ? "└─ " : "├─ "), indent + (last ? "   " : "│  "));
    }
  }
}
