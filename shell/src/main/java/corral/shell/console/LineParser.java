package corral.shell.console;

import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.SyntaxError;
import org.jline.reader.impl.DefaultParser;

/**
 * Parses a line as Gogo will. What Gogo's parser cannot bear is a line like any other: it is
 * accepted here and refused where it is run.
 */
final class LineParser implements Parser {
  private final Parser gogo = new org.apache.felix.gogo.jline.Parser();
  private final Parser plain = new DefaultParser().eofOnUnclosedQuote(false).escapeChars(null);

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) throws SyntaxError {
    try {
      return gogo.parse(line, cursor, context);
    } catch (EOFError e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      return plain.parse(line, cursor, context);
    }
  }
}
