package corral.host.linux.ffi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The versions of {@code struct taskstats}. */
class TaskstatsFamilyTest {
  @ParameterizedTest
  @ValueSource(ints = {8, 13, 14, 16, 17})
  void whatBeginsAsTheOthersIsRead(int version) {
    assertDoesNotThrow(() -> TaskstatsFamily.requireKnownLayout(stats(version)));
  }

  /** Its fields have other places, which would give wrong figures. */
  @Test
  void theMislaidVersionIsAsNone() {
    var refusal =
        assertThrows(OsException.class, () -> TaskstatsFamily.requireKnownLayout(stats(15)));
    assertEquals(ErrorNumber.ENOENT, refusal.errno());
  }

  private static MemorySegment stats(int version) {
    var stats = MemorySegment.ofArray(new long[64]);
    stats.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) version);
    return stats;
  }
}
