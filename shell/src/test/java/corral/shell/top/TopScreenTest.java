package corral.shell.top;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.figures.api.Absence;
import corral.figures.api.Figure;
import corral.figures.api.Survey;
import corral.shell.table.Cells;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is seen, as text, and what keys change of it. */
class TopScreenTest {
  private Survey survey =
      new Samples(1_000_000_000)
          .add("/", Samples.all(1234))
          .add("/web", Samples.all(12))
          .add("/web/front", Map.of(Figure.TASKS, 3.0))
          .survey();

  private final TopModel model = new TopModel(Field.TASKS, false);
  private final TopScreen screen = new TopScreen(() -> survey, model, Duration.ofSeconds(2));

  private String seen(int width, int height) {
    return screen.picture(width, height).stream()
        .map(AttributedString::toString)
        .map(String::stripTrailing)
        .collect(joining("\n"));
  }

  private String line(int number, int width) {
    return seen(width, 24).lines().toList().get(number);
  }

  private void press(String sequence) {
    screen.press(Keys.commands().getBound(sequence), sequence);
  }

  private void type(String letter) {
    Consumer<TopScreen> action = Keys.letters(TopScreen::typeLetter).getBound(letter);
    screen.press(action == null ? TopScreen::typeLetter : action, letter);
  }

  @Test
  void fitsIn80Columns() {
    screen.look();
    survey =
        new Samples(2_000_000_000)
            .add("/", Samples.all(1e9 + 1234))
            .add("/web", Samples.all(12))
            .add("/web/front", Map.of(Figure.TASKS, 3.0))
            .survey();
    screen.look();
    assertEquals(
        """
        3 containers, 1000001234 tasks, by TASKS, every 2 s, 3 ms a look
        CONTAINER                TASKS RUN BLK UNI  SLP STP  CPU%  LOAD   MEM FILES HITS
        /jobs                    1000M  1G  1G  1G   1G  1G 100.0 1000M  954M 1000M   1G
        └─web                       12  12  12  12   12  12   0.0 12.00   12B    12   12
          └─front                    3   -   -   -    -   -     -     -     -     -    -

        q quit  h help  < > sort  r reverse  ← → fold  v flat  / filter\
        """,
        seen(80, 7));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20, 39, 40, 64, 80, 81, 132, 300})
  void fitsInAnyWidth(int width) {
    screen.look();
    for (int height = 1; height < 30; height++) {
      var picture = screen.picture(width, height);
      assertTrue(picture.size() <= height);
      assertTrue(picture.stream().allMatch(line -> line.columnLength() <= width));
    }
    press("h");
    assertTrue(screen.picture(width, 9).stream().allMatch(line -> line.columnLength() <= width));
  }

  @Test
  void leavesColumnsOutWhereItIsNarrow() {
    screen.look();
    assertEquals("CONTAINER    TASKS  CPU%   MEM", line(1, 30));
    press("x");
    assertEquals("CONTAINER    TASKS  CPU% HITS", line(1, 29), "never the one it is sorted by");
    assertTrue(line(1, 120).startsWith("CONTAINER" + " ".repeat(55) + " TASKS "), line(1, 120));
  }

  @Test
  void saysWhyAFigureIsNotKnown() {
    survey =
        new Samples(0)
            .add("/", Figure.TASKS, 1)
            .missing(new Absence("/jobs", Set.of(Figure.CPU_NANOS), "no cpuacct"))
            .survey();
    screen.look();
    assertEquals("CPU% in /jobs: no cpuacct", line(1, 80));
    survey =
        new Samples(0)
            .add("/", Figure.TASKS, 1)
            .missing(new Absence("/jobs", Set.of(Figure.CPU_NANOS), "no cpuacct"))
            .missing(new Absence("/jobs", Set.of(Figure.OPEN_FILES, Figure.LIMIT_HITS), "none"))
            .missing(new Absence("/jobs", Set.of(Figure.LOAD15), "is not shown anyway"))
            .missing(new Absence("/more", Set.of(Figure.OPEN_FILES, Figure.LIMIT_HITS), "none"))
            .missing(new Absence("/more", Set.of(Figure.MEMORY_BYTES), "gone"))
            .survey();
    screen.look();
    assertEquals("CPU% in /jobs: no cpuacct", line(1, 80));
    assertEquals("and 2 more reasons: h", line(2, 80));
    press("h");
    assertTrue(seen(80, 40).contains("\nFILES, HITS in /jobs, /more: none\n"));
  }

  @Test
  void showsItsKeysUntilOneIsPressed() {
    screen.look();
    press("h");
    var page = seen(80, 24);
    assertTrue(page.contains("q, Ctrl-C"), page);
    assertTrue(page.endsWith("Any key goes back."), page);
    press("r");
    assertTrue(seen(80, 24).startsWith("3 containers, 1234 tasks, by TASKS,"), "only went back");
  }

  @Test
  void everyColumnHasAKeyThatSortsByIt() {
    for (var field : Field.ALL) {
      var key = String.valueOf(field.key());
      assertTrue(Keys.COMMANDS.stream().noneMatch(other -> other.actions().containsKey(key)), key);
      press(key);
      assertEquals(field, model.sort());
    }
  }

  @Test
  void filtersByWhatIsTyped() {
    screen.look();
    press("/");
    type("f");
    type("r");
    type("x");
    assertEquals("No match", line(2, 80));
    type("\177");
    assertEquals("Show only paths with: fr_", seen(80, 24).lines().toList().getLast());
    type("\033[A");
    assertTrue(line(4, 80).startsWith("  └─front "), seen(80, 24));
    type("\r");
    assertTrue(line(0, 80).contains("filter 'fr'"), line(0, 80));
    press("\033");
    assertTrue(!line(0, 80).contains("filter"), line(0, 80));
  }

  @Test
  void typesNoControlCharacters() {
    screen.look();
    press("/");
    type("ü");
    screen.press(TopScreen::typeLetter, "\001");
    type("\177");
    type("\177");
    assertEquals("", model.filter());
  }

  @Test
  void scrollsToWhatIsSelected() {
    var many = new Samples(0).add("/", Figure.TASKS, 1);
    for (int i = 100; i < 200; i++) {
      many.add("/c" + i, Figure.TASKS, 0);
    }
    survey = many.survey();
    screen.look();
    assertTrue(line(2, 80).startsWith("/jobs "));
    press("\033[F");
    assertTrue(line(22, 80).startsWith("└─c199 "), seen(80, 24));
    press("\033[5~");
    assertTrue(line(22, 80).startsWith("└─c199 "), "no further than needed");
    press("\033[H");
    assertTrue(line(2, 80).startsWith("/jobs "));
  }

  @Test
  void looksMoreOrLessOften() {
    screen.look();
    press("+");
    assertTrue(line(0, 80).contains("every 1 s"), line(0, 80));
    for (int i = 0; i < 20; i++) {
      press("+");
    }
    assertTrue(line(0, 80).contains("every 0.1 s"), line(0, 80));
    press("-");
    assertTrue(line(0, 80).contains("every 0.2 s"), line(0, 80));
    for (int i = 0; i < 20; i++) {
      press("-");
    }
    assertTrue(line(0, 80).contains("every 3600 s"), line(0, 80));
  }

  @Test
  void saysThatNothingIsMounted() {
    survey = new Samples(0).survey();
    screen.look();
    assertEquals("Nothing is mounted: help mount", line(2, 80));
  }

  @Test
  void showsNoControlCharacters() {
    survey = new Samples(0).add("/", Figure.TASKS, 1).add("/a\033[2Jb", Figure.TASKS, 1).survey();
    screen.look();
    assertEquals(seen(80, 24), Cells.printable(seen(80, 24).replace("\n", "|")).replace("|", "\n"));
  }

  @Test
  void isPatientWhereALookIsCostly() {
    survey = new Survey(List.of(), List.of(), Duration.ofSeconds(1));
    screen.look();
    assertTrue(line(0, 80).contains("every 10 s, 1000 ms a look"), line(0, 80));
  }
}
