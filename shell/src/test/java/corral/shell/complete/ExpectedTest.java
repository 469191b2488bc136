package corral.shell.complete;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.command.Option;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedTest {
  private static final Manual MANUAL =
      Manual.of("try", Group.SYSTEM, "tries")
          .knows(Option.flag("shows all", "-a", "--all"))
          .knows(Option.taking(Operand.one("WHERE", Kind.DIRECTORY, "where"), "goes there", "-C"))
          .takes(Operand.one("FIRST", Kind.BUNDLE, "who"))
          .takes(Operand.some("PID", Kind.TASK, "who"))
          .takes(Operand.one("DIR", Kind.CONTAINER, "where to"))
          .build();

  private static final Manual FIRST =
      Manual.of("first", Group.SYSTEM, "runs")
          .knows(Option.flag("shows all", "-a", "--all"))
          .optionsFirst()
          .takes(Operand.one("COMMAND", Kind.PROGRAM, "what"))
          .takes(Operand.any("WORD", Kind.OTHER, "with"))
          .build();

  @ParameterizedTest
  @CsvSource({
    "'', 3, FIRST",
    "-a, 3, FIRST",
    "-C, 0, WHERE",
    "-C x, 3, FIRST",
    "--, 0, FIRST",
    "a, 3, PID",
    "a 1, 3, PID DIR",
    "a 1 -a 2, 3, PID DIR",
    "a -C, 0, WHERE"
  })
  void followsTheLine(String before, int options, String operands) {
    check(MANUAL, before, options, operands);
  }

  @ParameterizedTest
  @CsvSource({"'', 2, COMMAND", "-a, 2, COMMAND", "make, 0, WORD", "make -a x, 0, WORD"})
  void leavesAProgramItsOptions(String before, int options, String operands) {
    check(FIRST, before, options, operands);
  }

  private static void check(Manual manual, String before, int options, String operands) {
    var words = before.isEmpty() ? List.<String>of() : List.of(before.split(" ", -1));
    var expected = Expected.after(manual, words);
    assertEquals(options, expected.options().size());
    assertEquals(
        operands, String.join(" ", expected.operands().stream().map(Operand::name).toList()));
  }
}
