package corral.shell.console;

import org.apache.felix.gogo.jline.Highlighter;
import org.apache.felix.service.command.CommandSession;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;

/** Colours a line while it is typed, unless that takes longer than a person notices. */
final class LineHighlighter extends Highlighter {
  private static final int LONGEST = 1000;

  LineHighlighter(CommandSession session) {
    super(session);
  }

  @Override
  public AttributedString highlight(LineReader reader, String buffer) {
    if (buffer.length() > LONGEST) {
      return new AttributedString(buffer);
    }
    try {
      return super.highlight(reader, buffer);
    } catch (RuntimeException | StackOverflowError e) {
      return new AttributedString(buffer);
    }
  }
}
