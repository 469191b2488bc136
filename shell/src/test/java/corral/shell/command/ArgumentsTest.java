package corral.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  private static final Option ALL = Option.flag("shows all", "-a", "--all");
  private static final Option NINE = Option.flag("forces it", "-9", "-KILL");
  private static final Option DIRECTORY =
      Option.taking(Operand.one("DIR", Kind.DIRECTORY, "where"), "goes there", "-C", "--directory");

  private static final Manual MANUAL =
      Manual.of("try", Group.SYSTEM, "tries")
          .knows(ALL)
          .knows(NINE)
          .knows(DIRECTORY)
          .takes(Operand.some("PID", Kind.TASK, "who"))
          .takes(Operand.one("DIR", Kind.CONTAINER, "where to"))
          .build();

  private static final Manual FIRST =
      Manual.of("first", Group.SYSTEM, "runs")
          .knows(ALL)
          .knows(DIRECTORY)
          .optionsFirst()
          .takes(Operand.some("COMMAND", Kind.PROGRAM, "what"))
          .build();

  private static Arguments parse(Object... words) throws CommandException {
    return Arguments.parse(MANUAL, List.of(words));
  }

  private static @Nullable String refusal(Manual manual, @Nullable Object... words) {
    return assertThrows(CommandException.class, () -> Arguments.parse(manual, Arrays.asList(words)))
        .getMessage();
  }

  @Test
  void tellsOptionsFromOperands() throws CommandException {
    var arguments = parse("-a", "1", "-C", "x", "2", "/d");
    assertTrue(arguments.has(ALL));
    assertFalse(arguments.has(NINE));
    assertEquals(Optional.of("x"), arguments.value(DIRECTORY));
    assertEquals(List.of("1", "2", "/d"), arguments.operands());
  }

  @ParameterizedTest
  @CsvSource({"-C x", "-Cx", "--directory x", "--directory=x", "-aC x", "-aCx"})
  void takesAValueInEveryForm(String line) throws CommandException {
    var words = List.of((line + " 1 /d").split(" "));
    var arguments = Arguments.parse(MANUAL, words);
    assertEquals(Optional.of("x"), arguments.value(DIRECTORY));
    assertEquals(List.of("1", "/d"), arguments.operands());
  }

  @Test
  void keepsEveryValueInItsOrder() throws CommandException {
    var arguments = parse("-C", "x", "1", "-C", "y", "/d");
    assertEquals(List.of("x", "y"), arguments.values(DIRECTORY));
    assertEquals(Optional.of("y"), arguments.value(DIRECTORY));
  }

  @Test
  void knowsLongNamesWithOneHyphen() throws CommandException {
    assertTrue(parse("-KILL", "1", "/d").has(NINE));
    assertTrue(parse("-9", "1", "/d").has(NINE));
  }

  @Test
  void takesEverythingAfterTwoHyphensAsOperands() throws CommandException {
    assertEquals(List.of("-a", "--", "-"), parse("--", "-a", "--", "-").operands());
  }

  @Test
  void leavesAProgramItsOptions() throws CommandException {
    var arguments =
        Arguments.parse(FIRST, List.of("-C", "x", "make", "-C", "y", "--all", "--", "-a"));
    assertEquals(List.of("x"), arguments.values(DIRECTORY));
    assertFalse(arguments.has(ALL));
    assertEquals(List.of("make", "-C", "y", "--all", "--", "-a"), arguments.operands());
  }

  @Test
  void takesObjectsAndListsForTheirText() throws CommandException {
    assertEquals(List.of("7", "8", "/d"), parse(List.of(7, 8), "/d").operands());
  }

  @Test
  void saysWhatIsMissing() {
    var usage = ", usage: try [-a] [-9] [-C DIR] PID... DIR";
    assertEquals("PID is missing" + usage, refusal(MANUAL));
    assertEquals("DIR is missing" + usage, refusal(MANUAL, "1"));
    assertEquals("'-C' needs DIR after it", refusal(MANUAL, "1", "-C"));
  }

  @Test
  void saysWhatIsTooMuch() {
    var none = Manual.of("none", Group.SYSTEM, "does nothing").build();
    assertEquals("'x' is too much, usage: none", refusal(none, "x", "y"));
    assertEquals("'--all=1': the option takes no value", refusal(MANUAL, "--all=1", "1", "/d"));
  }

  @Test
  void saysWhatIsUnknown() {
    assertEquals("'-x' is not an option of try", refusal(MANUAL, "-x", "1", "/d"));
    assertEquals("'-x' is not an option of try", refusal(MANUAL, "-ax", "1", "/d"));
    assertEquals("'--ally' is not an option of try", refusal(MANUAL, "--ally", "1", "/d"));
  }

  @Test
  void refusesAVariableWithoutAValue() {
    assertEquals("a variable without a value stands in the line", refusal(MANUAL, null, "/d"));
  }

  @Test
  void needsNothingForHelp() throws CommandException {
    assertTrue(parse("--help").has(Option.HELP));
    assertTrue(parse("-h").has(Option.HELP));
  }

  @Test
  void quotesOnOneShortLine() {
    assertEquals("'-?[2J?' is not an option of try", refusal(MANUAL, "-\u001b[2J\n"));
    assertEquals(
        "'-" + "x".repeat(59) + "…' is not an option of try",
        refusal(MANUAL, "-" + "x".repeat(10_000)));
  }

  @ParameterizedTest
  @CsvSource({"abc", "-1", "1.5", "99999999999", "0x10", "''", "' 1'"})
  void knowsWhatIsNotAPid(String text) {
    var refusal = assertThrows(CommandException.class, () -> Call.pid(text));
    assertEquals("'" + text + "' is not a pid (EINVAL)", refusal.getMessage());
  }

  @Test
  void knowsPids() throws CommandException {
    assertEquals(0, Call.pid("0"));
    assertEquals(4194304, Call.pid("4194304"));
  }
}
