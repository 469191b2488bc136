package corral.shell.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {
  @ParameterizedTest
  @CsvSource({
    "0, 3, 0",
    "999, 3, 999",
    "1000, 3, 1k",
    "9999, 4, 9999",
    "12345, 4, 12k",
    "12345, 5, 12345",
    "999999, 4, 1M",
    "123456789, 5, 123M",
    "1e15, 4, 1P",
    "1e22, 3, ---"
  })
  void countsInThousands(double number, int width, String text) {
    assertEquals(text, Amount.count(number, width));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "1023, 1023B",
    "1024, 1.0K",
    "1536, 1.5K",
    "10239, 10K",
    "1048064, 1.0M",
    "1047552, 1023K",
    "1073741824, 1.0G",
    "5e12, 4.5T",
    "1e18, 888P"
  })
  void countsBytesInPowersOf1024(double number, String text) {
    assertEquals(text, Amount.bytes(number));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0.0",
    "99.95, 1, 100.0",
    "1234.5, 1, 1235",
    "12.344, 2, 12.34",
    "123.44, 2, 123.4",
    "99999.9, 1, 100k"
  })
  void hasDecimalsWhereThereIsRoom(double number, int decimals, String text) {
    assertEquals(text, Amount.decimal(number, decimals, 5));
  }

  @Test
  void isNeverWiderThanItsColumn() {
    for (double number = 0.01; number < 1e17; number *= 1.37) {
      assertTrue(Amount.count(number, 3).length() <= 4, Amount.count(number, 3));
      assertTrue(Amount.bytes(number).length() <= 5, Amount.bytes(number));
      assertTrue(Amount.decimal(number, 2, 5).length() <= 5, Amount.decimal(number, 2, 5));
    }
  }
}
