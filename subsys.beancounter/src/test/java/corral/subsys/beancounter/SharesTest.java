package corral.subsys.beancounter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static final boolean[] NOBODY = new boolean[4];
  private static final boolean[] THIRD = {false, false, true, false};

  @Test
  void allAreAlikeWhenNobodyIsHungry() {
    assertArrayEquals(new long[] {3, 3, 2, 2}, Shares.of(10, NOBODY, 0));
    assertArrayEquals(new long[] {2, 2, 3, 3}, Shares.of(10, NOBODY, 2));
  }

  @Test
  void theHungryHaveHalfAndTheirPartOfTheOther() {
    assertArrayEquals(new long[] {10, 10, 50, 10}, Shares.of(80, THIRD, 0));
  }

  @Test
  void theHungryComeFirstWhenThereIsLittle() {
    assertArrayEquals(new long[] {0, 0, 3, 0}, Shares.of(3, THIRD, 0));
    assertArrayEquals(new long[] {1, 1, 1, 1}, Shares.of(4, THIRD, 0));
  }

  @Test
  void nothingIsSharedWhenNothingIsFree() {
    assertArrayEquals(new long[4], Shares.of(0, THIRD, 0));
    assertArrayEquals(new long[4], Shares.of(-5, THIRD, 0));
    assertArrayEquals(new long[0], Shares.of(5, new boolean[0], 0));
  }

  @Test
  void sharesSumUpToWhatIsFree() {
    var random = new Random(1);
    for (int round = 0; round < 10_000; round++) {
      var hungry = new boolean[random.nextInt(1, 30)];
      for (int i = 0; i < hungry.length; i++) {
        hungry[i] = random.nextBoolean();
      }
      long free = random.nextLong(0, 200);
      assertEquals(free, LongStream.of(Shares.of(free, hungry, random.nextInt())).sum());
    }
  }
}
