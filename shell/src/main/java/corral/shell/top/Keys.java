package corral.shell.top;

import static corral.shell.top.Key.cursor;
import static corral.shell.top.Key.edge;
import static corral.shell.top.Key.numbered;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jline.keymap.KeyMap;

/** The keys of the live view. */
final class Keys {
  private static final int PAGE = 10;
  private static final List<String> ESCAPE = List.of("\033");
  private static final List<String> ENTER = List.of("\r", "\n");
  private static final List<String> ERASE = List.of("\b", "\177");

  /** A terminal sends more of a key at once; a person who presses Escape sends nothing after it. */
  private static final long ESCAPE_MILLIS = 100;

  static final List<Key> COMMANDS =
      List.of(
          Key.of("up, down", "selects another container")
              .changes(model -> model.select(-1), cursor('A'))
              .changes(model -> model.select(1), cursor('B')),
          Key.of("PgUp, PgDn", "ten lines further")
              .changes(model -> model.select(-PAGE), numbered(5))
              .changes(model -> model.select(PAGE), numbered(6)),
          Key.of("Home, End", "the first or last of all")
              .changes(model -> model.select(Integer.MIN_VALUE), edge('H', 1))
              .changes(model -> model.select(Integer.MAX_VALUE), edge('F', 4)),
          Key.of("left, right", "hides or shows what is below the selected container")
              .changes(TopModel::fold, cursor('D'))
              .changes(TopModel::unfold, cursor('C')),
          Key.of("Space, Enter", "does the one or the other")
              .changes(TopModel::toggle, List.of(" ", "\r", "\n")),
          Key.of("a", "hides or shows what is below any container")
              .changes(TopModel::toggleAll, List.of("a")),
          Key.of("v", "shows one list instead of trees, or trees again")
              .changes(model -> model.flatten(!model.isFlat()), List.of("v")),
          Key.of("<, >", "sorts by the column before or after")
              .changes(model -> model.sortFurther(-1), List.of("<"))
              .changes(model -> model.sortFurther(1), List.of(">")),
          Key.of("r", "turns the order round").changes(TopModel::reverse, List.of("r")),
          Key.of("/", "shows only what has a text in its path: type it, then Enter")
              .does(TopScreen::beginFilter, List.of("/")),
          Key.of("Esc", "shows all again").does(TopScreen::clearFilter, ESCAPE),
          Key.of("+, -", "looks twice as often, or half")
              .does(screen -> screen.hurry(2), List.of("+"))
              .does(screen -> screen.hurry(0.5), List.of("-")),
          Key.of("Ctrl-L", "draws everything anew")
              .does(TopScreen::repaint, List.of(KeyMap.ctrl('L'))),
          Key.of("h, ?", "shows this").does(TopScreen::help, List.of("h", "?")),
          Key.of("q, Ctrl-C", "ends").does(TopScreen::quit, List.of("q", "Q")));

  private Keys() {}

  /** What keys do while nothing is typed; others do nothing. */
  static KeyMap<Consumer<TopScreen>> commands() {
    var map = map(_ -> {});
    for (var key : COMMANDS) {
      key.actions().forEach((sequence, action) -> map.bind(action, sequence));
    }
    for (var field : Field.ALL) {
      Consumer<TopScreen> sort = screen -> screen.change(model -> model.sortBy(field));
      map.bind(sort, String.valueOf(field.key()));
    }
    return map;
  }

  /**
   * What keys do while a text is typed.
   *
   * @param letter what one does that stands for itself
   */
  static KeyMap<Consumer<TopScreen>> letters(Consumer<TopScreen> letter) {
    var map = map(letter);
    map.setUnicode(letter);
    map.bind(letter, KeyMap.range(" -~"));
    map.bind(TopScreen::eraseLetter, ERASE);
    map.bind(TopScreen::endFilter, ENTER);
    map.bind(TopScreen::clearFilter, ESCAPE);
    // They move nothing here, and are not to be taken for Escape and letters.
    COMMANDS.stream()
        .flatMap(key -> key.actions().keySet().stream())
        .filter(sequence -> sequence.length() > 1)
        .forEach(sequence -> map.bind(_ -> {}, sequence));
    return map;
  }

  private static KeyMap<Consumer<TopScreen>> map(Consumer<TopScreen> other) {
    var map = new KeyMap<Consumer<TopScreen>>();
    map.setAmbiguousTimeout(ESCAPE_MILLIS);
    map.setNomatch(other);
    return map;
  }

  /** A line for each key. */
  static List<String> help() {
    var lines =
        new ArrayList<>(COMMANDS.stream().map(key -> line(key.name(), key.text())).toList());
    var columns = Field.ALL.stream().map(field -> field.key() + " " + field.header()).toList();
    int half = columns.size() / 2;
    lines.add(line("sorts by", String.join("  ", columns.subList(0, half))));
    lines.add(line("", String.join("  ", columns.subList(half, columns.size()))));
    return List.copyOf(lines);
  }

  private static String line(String name, String text) {
    return "  %-14s%s".formatted(name, text);
  }
}
