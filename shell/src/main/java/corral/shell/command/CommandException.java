package corral.shell.command;

/**
 * A command line that makes no sense, or a command that did not come to a good end. The message is
 * one printable line that says what is wrong.
 */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_QUOTE = 60;

  /** An error with a line for the person. What the person typed stands in it {@link #quoted}. */
  public CommandException(String message) {
    super(message);
  }

  /** What somebody typed, in quotes, on one line and not too long. */
  public static String quoted(String text) {
    var line = new StringBuilder("'");
    text.codePoints()
        .limit(LONGEST_QUOTE)
        .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    if (text.codePointCount(0, text.length()) > LONGEST_QUOTE) {
      line.append('…');
    }
    return line.append('\'').toString();
  }
}
