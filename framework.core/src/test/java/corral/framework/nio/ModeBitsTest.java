package corral.framework.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeBitsTest {
  @ParameterizedTest
  @CsvSource({
    "000, ---------",
    "755, rwxr-xr-x",
    "644, rw-r--r--",
    "421, r---w---x",
    "124, --x-w-r--",
    "777, rwxrwxrwx",
  })
  void standInTheOrderOfLs(String octal, String letters) {
    int mode = Integer.parseInt(octal, 8);
    var set = PosixFilePermissions.fromString(letters);
    assertEquals(set, ModeBits.toSet(mode));
    assertEquals(mode, ModeBits.of(set));
  }
}
