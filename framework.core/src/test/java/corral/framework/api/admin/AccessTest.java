package corral.framework.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
  private static final int OWNER = 1000;
  private static final int GROUP = 100;

  @ParameterizedTest
  @CsvSource({
    // mode, owner, in the group, others
    "0000, false, false, false",
    "0200, true,  false, false",
    "0020, false, true,  false",
    "0002, false, false, true",
    "0022, false, true,  true",
    "0755, true,  false, false",
    "0775, true,  true,  false",
    "0777, true,  true,  true",
    "0555, false, false, false",
  })
  void theFirstBitThatAppliesDecides(String mode, boolean owner, boolean inGroup, boolean others) {
    var access = new Access(OWNER, GROUP, Integer.parseInt(mode, 8));
    assertEquals(owner, access.allowsWriting(new Caller(7, OWNER, GROUP)));
    assertEquals(owner, access.allowsWriting(new Caller(7, OWNER, 1)));
    assertEquals(inGroup, access.allowsWriting(new Caller(7, 1001, GROUP)));
    assertEquals(others, access.allowsWriting(new Caller(7, 1001, 1)));
    assertTrue(access.allowsWriting(new Caller(7, 0, 0)), "root always");
  }

  @Test
  void saysWhoAndWhat() {
    assertEquals("owner 1000, group 100, mode 0755", new Access(OWNER, GROUP, 0755).toString());
  }
}
