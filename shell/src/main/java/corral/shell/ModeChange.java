package corral.shell;

import static corral.shell.command.CommandException.quoted;

import corral.shell.command.CommandException;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A mode as it is typed: octal, or letters with commas between. Source: chmod in POSIX. */
final class ModeChange {
  private static final Pattern OCTAL = Pattern.compile("[0-7]{1,5}");
  private static final Pattern CLAUSE = Pattern.compile("([ugoa]*)([-+=])([rwx]*)");

  private ModeChange() {}

  /**
   * What becomes of the mode that something has.
   *
   * @throws CommandException if the text is no mode
   */
  static IntUnaryOperator parse(String text) throws CommandException {
    if (OCTAL.matcher(text).matches()) {
      int mode = Integer.parseInt(text, 8);
      return _ -> mode;
    }
    var change = IntUnaryOperator.identity();
    for (var clause : List.of(text.split(",", -1))) {
      var matcher = CLAUSE.matcher(clause);
      if (!matcher.matches()) {
        throw new CommandException(quoted(text) + " is not a mode (EINVAL)");
      }
      change = change.andThen(change(matcher.toMatchResult()));
    }
    return change;
  }

  private static IntUnaryOperator change(MatchResult clause) {
    int who = bits(clause.group(1), "ugo", new int[] {0700, 0070, 0007}, 0777);
    int bits = who & bits(clause.group(3), "rwx", new int[] {0444, 0222, 0111}, 0);
    return switch (clause.group(2)) {
      case "+" -> mode -> mode | bits;
      case "-" -> mode -> mode & ~bits;
      default -> mode -> (mode & ~who) | bits;
    };
  }

  /** What the letters stand for together; none, and {@code a}, have a meaning of their own. */
  private static int bits(String letters, String alphabet, int[] meanings, int none) {
    if (letters.isEmpty() || letters.contains("a")) {
      return none;
    }
    return letters
        .chars()
        .map(letter -> meanings[alphabet.indexOf(letter)])
        .reduce(0, (a, b) -> a | b);
  }
}
