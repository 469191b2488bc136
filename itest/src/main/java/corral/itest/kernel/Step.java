package corral.itest.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something to do, as a line of text: a verb and its words. A word with blanks is quoted, with
 * Java's escapes. In a word, <code>{x*255}</code> stands for 255 of x, and <code>{p1}</code> for
 * what each side has in its place, such as a pid; <code>{p1|4096}</code> has blanks behind it up to
 * that length.
 *
 * @param text the whole line
 * @param verb its first word
 * @param words the others
 */
record Step(String text, String verb, List<String> words) {
  private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");
  private static final Pattern REPEATED = Pattern.compile("\\{(.)\\*(\\d+)}");
  private static final Pattern VALUE = Pattern.compile("\\{(\\w+)(?:\\|(\\d+))?}");

  Step {
    words = List.copyOf(words);
  }

  static Step parse(String line) {
    var words = new ArrayList<String>();
    WORD.matcher(line).results().map(Step::word).forEach(words::add);
    return new Step(line, words.removeFirst(), words);
  }

  private static String word(MatchResult word) {
    return word.group(1) == null ? word.group(2) : word.group(1).translateEscapes();
  }

  /** A word with what a side has in the places for it. */
  String word(int index, Function<String, String> values) {
    var repeated =
        REPEATED
            .matcher(words.get(index))
            .replaceAll(m -> m.group(1).repeat(Integer.parseInt(m.group(2))));
    return VALUE.matcher(repeated).replaceAll(m -> padded(values.apply(m.group(1)), m.group(2)));
  }

  private static String padded(String value, @Nullable String length) {
    return length == null ? value : value + " ".repeat(Integer.parseInt(length) - value.length());
  }
}
