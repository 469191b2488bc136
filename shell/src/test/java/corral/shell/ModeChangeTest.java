package corral.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.shell.command.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModeChangeTest {
  @ParameterizedTest
  @CsvSource({
    "775,     755, 775",
    "0,       755, 000",
    "1777,    755, 1777",
    "g+w,     755, 775",
    "go+w,    755, 777",
    "+w,      444, 666",
    "a-w,     777, 555",
    "g=rw,    755, 765",
    "u=,      755, 055",
    "'u-w,g+w', 755, 575",
    "g+rx,    700, 750",
  })
  void isOctalOrLetters(String text, String before, String after) throws CommandException {
    int changed = ModeChange.parse(text).applyAsInt(Integer.parseInt(before, 8));
    assertEquals(after, "%03o".formatted(changed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "w", "g+s", "z+w", "g+w,", "777777", "+-w"})
  void otherTextIsRefused(String text) {
    assertThrows(CommandException.class, () -> ModeChange.parse(text));
  }

  @Test
  void theRefusalQuotesIt() {
    var refusal = assertThrows(CommandException.class, () -> ModeChange.parse("g+s"));
    assertEquals("'g+s' is not a mode (EINVAL)", refusal.getMessage());
  }
}
