package corral.shell.top;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.figures.api.Figure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopModelTest {
  private final TopModel model = new TopModel(Field.TASKS, false);

  @BeforeEach
  void show() {
    model.show(
        new Samples(0)
            .add("/", Figure.TASKS, 10)
            .add("/a", Figure.TASKS, 1)
            .add("/a/x", Figure.TASKS, 0)
            .add("/a/y", Figure.TASKS, 1)
            .add("/b", Figure.TASKS, 5)
            .add("/b/z", Figure.OPEN_FILES, 3)
            .add("/c", Figure.TASKS, 1)
            .rows());
  }

  /** The lines, the selected one marked. */
  private String seen() {
    var selected = model.lines().isEmpty() ? null : model.lines().get(model.selected());
    return model.lines().stream()
        .map(line -> line.drawing() + (line.equals(selected) ? " *" : ""))
        .collect(joining("\n"));
  }

  private void select(String name) {
    model.select(Integer.MIN_VALUE);
    while (!model.lines().get(model.selected()).name().equals(name)) {
      model.select(1);
    }
  }

  @Test
  void drawsTreesWithTheGreatestFirst() {
    assertEquals(
        """
        /jobs *
        ├─b
        │ └─z
        ├─a
        │ ├─y
        │ └─x
        └─c\
        """,
        seen());
  }

  @Test
  void sortsTheOtherWayRoundWhenAskedAgain() {
    model.sortBy(Field.TASKS);
    assertEquals(
        """
        /jobs *
        ├─a
        │ ├─x
        │ └─y
        ├─c
        └─b
          └─z\
        """,
        seen());
    model.sortBy(Field.CONTAINER);
    model.fold();
    model.unfold();
    assertEquals(
        """
        /jobs *
        ├─a
        │ ├─x
        │ └─y
        ├─b
        │ └─z
        └─c\
        """,
        seen());
  }

  @Test
  void showsOneList() {
    model.flatten(true);
    assertEquals("/jobs *\n/jobs/b\n/jobs/a\n/jobs/a/y\n/jobs/c\n/jobs/a/x\n/jobs/b/z", seen());
    model.reverse();
    assertEquals(
        "/jobs/a/x\n/jobs/a\n/jobs/a/y\n/jobs/c\n/jobs/b\n/jobs *\n/jobs/b/z",
        seen(),
        "what is not known stays last");
  }

  @Test
  void goesFromColumnToColumn() {
    model.sortFurther(-1);
    assertEquals(Field.CONTAINER, model.sort());
    model.sortFurther(-1);
    assertEquals(Field.HITS, model.sort());
    model.sortFurther(1);
    assertEquals(Field.CONTAINER, model.sort());
  }

  @Test
  void folds() {
    select("a");
    model.fold();
    model.select(Integer.MIN_VALUE);
    assertEquals("/jobs *\n├─b\n│ └─z\n├─a +\n└─c", seen());
    model.fold();
    assertEquals("/jobs + *", seen());
    model.toggle();
    assertEquals("/jobs *\n├─b\n│ └─z\n├─a +\n└─c", seen(), "what was folded below stays so");
    model.toggleAll();
    assertEquals("/jobs + *", seen());
    model.toggleAll();
    assertEquals("/jobs *\n├─b\n│ └─z\n├─a\n│ ├─y\n│ └─x\n└─c", seen());
  }

  @Test
  void filtersButShowsWhatIsAbove() {
    model.filter("/A/");
    assertEquals("/jobs *\n└─a\n  ├─y\n  └─x", seen());
    model.flatten(true);
    assertEquals("/jobs/a/y *\n/jobs/a/x", seen());
    model.filter("nowhere");
    assertEquals("", seen());
    model.select(1);
    model.fold();
    assertEquals(0, model.selected());
    model.filter("");
    assertEquals(7, model.lines().size());
  }

  @Test
  void keepsTheSelectedContainer() {
    select("a");
    model.sortBy(Field.CONTAINER);
    assertEquals("a", model.lines().get(model.selected()).name());
    model.show(new Samples(1).add("/", Figure.TASKS, 1).add("/b", Figure.TASKS, 1).rows());
    assertEquals("/jobs\n└─b *", seen(), "it has gone");
  }

  @Test
  void movesNoFurtherThanThereIs() {
    model.select(Integer.MAX_VALUE);
    assertEquals(6, model.selected());
    model.select(1);
    assertEquals(6, model.selected());
    model.select(-4);
    assertEquals(2, model.selected());
    model.select(Integer.MIN_VALUE);
    assertEquals(0, model.selected());
  }
}
