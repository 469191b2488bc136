package corral.framework.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers and flags, as the kernel reads them. */
class ControlFileTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,0",
    "+7,7",
    "0x1F,31",
    "-0X1f,-31",
    "017,15",
    "9223372036854775807,9223372036854775807",
    "-9223372036854775808,-9223372036854775808"
  })
  void numbers(String text, long number) throws ContainerException {
    assertEquals(number, ControlFile.parseNumber(text));
    assertEquals(number, ControlFile.parseNumber(text + "\n"));
  }

  @ParameterizedTest
  @CsvSource({"0,false", "00,false", "1,true", "+2,true", "18446744073709551615,true"})
  void flags(String text, boolean on) throws ContainerException {
    assertEquals(on, ControlFile.parseFlag(text));
    assertEquals(on, ControlFile.parseFlag(text + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "x", "1x", "08", "0x", "--1", "1.5", " 1", "1 ", "1\n\n", "1\n2", "１"})
  void whatIsNoNumber(String text) {
    assertEquals(Errno.EINVAL, numberRefusal(text));
    assertEquals(Errno.EINVAL, flagRefusal(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "-9223372036854775809", "0x8000000000000000"})
  void numbersThatDoNotFit(String text) {
    assertEquals(Errno.ERANGE, numberRefusal(text));
  }

  @ParameterizedTest
  @CsvSource({"18446744073709551616,ERANGE", "-1,EINVAL", "-0,EINVAL"})
  void flagsThatDoNotFit(String text, Errno errno) {
    assertEquals(errno, flagRefusal(text));
  }

  private static Errno numberRefusal(String text) {
    return assertThrows(ContainerException.class, () -> ControlFile.parseNumber(text)).errno();
  }

  private static Errno flagRefusal(String text) {
    return assertThrows(ContainerException.class, () -> ControlFile.parseFlag(text)).errno();
  }
}
