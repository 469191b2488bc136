package corral.shell.top;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A key, or some that belong together. Immutable.
 *
 * @param name how the help calls it
 * @param text what it does, for the help
 * @param actions what it does, by what terminals send for it
 */
record Key(String name, String text, Map<String, Consumer<TopScreen>> actions) {
  private static final String ESCAPE = "\033";

  Key {
    actions = Map.copyOf(actions);
  }

  static Key of(String name, String text) {
    return new Key(name, text, Map.of());
  }

  /** A key that does this if a terminal sends one of these. */
  Key does(Consumer<TopScreen> action, List<String> sequences) {
    var more = new HashMap<>(actions);
    sequences.forEach(sequence -> more.put(sequence, action));
    return new Key(name, text, more);
  }

  /** A key that does this to what is shown. */
  Key changes(Consumer<TopModel> change, List<String> sequences) {
    return does(screen -> screen.change(change), sequences);
  }

  /** What is sent for a key with a letter: one form for each mode of the keypad. */
  static List<String> cursor(char letter) {
    return List.of(ESCAPE + "[" + letter, ESCAPE + "O" + letter);
  }

  /** What is sent for a key with a number. */
  static List<String> numbered(int number) {
    return List.of(ESCAPE + "[" + number + "~");
  }

  /** What is sent for Home or End, by the terminals that there are. */
  static List<String> edge(char letter, int number) {
    return List.of(ESCAPE + "[" + letter, ESCAPE + "O" + letter, ESCAPE + "[" + number + "~");
  }
}
