package corral.subsys.cpuset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RateFilterTest {
  private final RateFilter filter = new RateFilter();

  @Test
  void nothingIsNothing() {
    assertEquals(0, filter.rate(0));
    assertEquals(0, filter.rate(1_000_000));
  }

  @Test
  void aSteadyRateIsShownInThousandthsOfAnEventASecond() {
    for (int second = 0; second < 200; second++) {
      filter.mark(5, second);
    }
    assertNear(5000, filter.rate(200));
  }

  @Test
  void aRateIsHalvedInTenSeconds() {
    for (int second = 0; second < 200; second++) {
      filter.mark(100, second);
    }
    long full = filter.rate(200);
    assertNear(full / 2, filter.rate(210));
    assertNear(full / 4, filter.rate(220));
    assertTrue(filter.rate(10_000) < full / 500);
  }

  @Test
  void whatComesWithinASecondCountsWhenItIsOver() {
    filter.mark(1, 7);
    assertEquals(0, filter.rate(7));
    assertEquals(67, filter.rate(8));
  }

  @Test
  void noMoreThanAThousandEventsCountInASecond() {
    filter.mark(Long.MAX_VALUE, 3);
    filter.mark(Long.MAX_VALUE, 3);
    assertEquals(67_000, filter.rate(4));
  }

  @Test
  void aClockThatGoesBackChangesNothing() {
    filter.mark(1, 10);
    filter.mark(1, 9);
    long rate = filter.rate(11);
    assertTrue(rate > 0);
    assertEquals(rate, filter.rate(5));
  }

  /** Within two percent: the filter is one of whole numbers. */
  private static void assertNear(long expected, long actual) {
    assertTrue(Math.abs(actual - expected) * 50 <= expected, actual + " is not near " + expected);
  }
}
