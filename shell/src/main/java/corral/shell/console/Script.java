package corral.shell.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.felix.gogo.runtime.Parser;
import org.apache.felix.gogo.runtime.Parser.Executable;
import org.apache.felix.gogo.runtime.Parser.Operator;
import org.apache.felix.gogo.runtime.Parser.Pipeline;
import org.apache.felix.gogo.runtime.Parser.Program;
import org.apache.felix.gogo.runtime.Parser.Statement;
import org.apache.felix.gogo.runtime.SyntaxError;

/**
 * A program cut into the steps that can fail on their own. Immutable.
 *
 * <p>Gogo runs a program as a whole and shows the value of its last statement only; run step by
 * step, each value is shown and the step that failed is known. A closure may span many lines and is
 * part of one step.
 *
 * @param steps in the order in which they run
 */
record Script(List<Step> steps) {
  private static final Set<String> SEPARATORS = Set.of("\n", ";", "&");
  private static final Pattern OUTPUT = Pattern.compile("[1&]?>>?");

  /**
   * Statements that belong together: a pipeline, or several with {@code &&} or {@code ||} between.
   *
   * @param line where it begins, counted from 1
   * @param program what to execute
   * @param isAssignment whether it only sets a variable
   */
  record Step(int line, Program program, boolean isAssignment) {
    /** The text of its last statement or pipeline. */
    String text() {
      var executables = program.tokens();
      var last = executables.getLast();
      return (last instanceof Operator ? executables.get(executables.size() - 2) : last).toString();
    }

    /** Whether what its last command has to say goes into a file. */
    boolean isRedirected() {
      var last = program.tokens().getLast();
      return (last instanceof Pipeline pipeline ? pipeline.tokens().getLast() : last)
              instanceof Statement statement
          && statement.redirections().stream().anyMatch(token -> OUTPUT.matcher(token).matches());
    }
  }

  /**
   * Parses all of the text, so that nothing runs of a script that cannot be understood.
   *
   * @throws SyntaxError if it is no program
   * @throws org.apache.felix.gogo.runtime.EOFError if something is not closed
   */
  static Script parse(CharSequence text) {
    var whole = program(text);
    var steps = new ArrayList<Step>();
    var step = new ArrayList<Executable>();
    for (var token : whole.tokens()) {
      boolean separates = token instanceof Operator && SEPARATORS.contains(token.toString());
      if (!separates || token.toString().equals("&")) {
        step.add(token);
      }
      if (separates) {
        addTo(steps, whole, step);
        step.clear();
      }
    }
    addTo(steps, whole, step);
    return new Script(List.copyOf(steps));
  }

  private static Program program(CharSequence text) {
    try {
      return new Parser(text).program();
    } catch (StackOverflowError e) {
      throw new SyntaxError(0, 0, "too many closures or parentheses in each other");
    }
  }

  private static void addTo(List<Step> steps, Program whole, List<Executable> tokens) {
    if (tokens.isEmpty() || isBlank(tokens.getFirst())) {
      return;
    }
    var line = tokens.getFirst().line() + 1;
    var program = new Program(whole, List.copyOf(tokens));
    steps.add(new Step(line, program, tokens.size() == 1 && isAssignment(tokens.getFirst())));
  }

  private static boolean isBlank(Executable token) {
    return token instanceof Statement statement
        && statement.tokens().isEmpty()
        && statement.redirections().isEmpty();
  }

  private static boolean isAssignment(Executable token) {
    return token instanceof Statement statement
        && statement.tokens().size() > 1
        && statement.tokens().get(1).toString().equals("=");
  }
}
