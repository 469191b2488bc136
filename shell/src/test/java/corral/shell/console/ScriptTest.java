package corral.shell.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.shell.console.Script.Step;
import java.util.List;
import org.apache.felix.gogo.runtime.EOFError;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.junit.jupiter.api.Test;

class ScriptTest {
  @Test
  void everyStatementIsAStep() {
    assertEquals(List.of("a 1", "b", "c"), texts("a 1; b\nc\n"));
  }

  @Test
  void pipelinesAndConditionsStayTogether() {
    assertEquals(List.of("a | b", "d"), texts("a | b; c && d"));
    assertEquals(3, Script.parse("a | b; c && d").steps().getLast().program().tokens().size());
  }

  @Test
  void aClosureSpansLines() {
    assertEquals(List.of(1, 4), lines("f = {\n  a\n}\nf\n"));
  }

  @Test
  void commentsAndEmptyLinesAreNoSteps() {
    assertEquals(List.of(3, 5), lines("#!/usr/bin/corral\n\na # why\n# b\nc\n\n"));
  }

  @Test
  void anAssignmentIsKnown() {
    var steps = Script.parse("a = 1\nb = c d\ne f").steps();
    assertEquals(List.of(true, true, false), steps.stream().map(Step::isAssignment).toList());
  }

  @Test
  void nothingIsLeftOfWhatCannotBeUnderstood() {
    assertThrows(SyntaxError.class, () -> Script.parse("a\nb )\n"));
    assertThrows(EOFError.class, () -> Script.parse("a {"));
    assertThrows(EOFError.class, () -> Script.parse("echo 'open"));
  }

  private static List<String> texts(String text) {
    return Script.parse(text).steps().stream().map(Step::text).toList();
  }

  private static List<Integer> lines(String text) {
    return Script.parse(text).steps().stream().map(Step::line).toList();
  }
}
