package corral.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The averages are those of the kernel's {@code calc_load}, whose arithmetic is written out here.
 */
class FixedLoadsTest {
  @Test
  void theFirstStepIsTheKernels() {
    // 0 * 1884 + 2048 * (2048 - 1884) + 2047, over 2048; and so for the other two.
    assertEquals(new FixedLoads(164, 34, 11), FixedLoads.NONE.after(1, 1));
  }

  @Test
  void theyRiseToTheNumberOfTheActiveAndStayThere() {
    var loads = FixedLoads.NONE.after(1000, 3);
    assertEquals(new FixedLoads(3 * 2048, 3 * 2048, 3 * 2048), loads);
    assertEquals("3.00 3.00 3.00", FixedLoads.NONE.after(2000, 3).averages().toString());
    assertEquals(3 * 2048, loads.after(1, 3).one());
  }

  @Test
  void theyFallToNothing() {
    assertEquals(FixedLoads.NONE, new FixedLoads(6144, 6144, 6144).after(2000, 0));
  }

  @Test
  void afterAMinuteTheFirstIsPastHalfTheOthersFollow() {
    assertEquals("1.27 0.37 0.13", FixedLoads.NONE.after(12, 2).averages().toString());
  }

  @Test
  void manyStepsAreAsMuchAsOneAfterTheOther() {
    var oneByOne = new FixedLoads(5000, 100, 7000);
    for (int i = 0; i < 40; i++) {
      oneByOne = oneByOne.after(1, 2);
    }
    assertEquals(oneByOne, new FixedLoads(5000, 100, 7000).after(40, 2));
  }

  /** With doubles there is no rounding, so the two differ by the eleventh binary place alone. */
  @Test
  void theyFollowTheExponential() {
    var active = List.of(0, 4, 1, 7, 2, 2, 0, 0, 5, 1);
    double exact = 0;
    var loads = FixedLoads.NONE;
    var differences = new ArrayList<Double>();
    for (int number : active) {
      double left = Math.exp(-5.0 / 60);
      exact = exact * left + number * (1 - left);
      loads = loads.after(1, number);
      differences.add(Math.abs(exact - loads.averages().one()));
    }
    assertEquals(List.of(), differences.stream().filter(difference -> difference > 0.01).toList());
  }
}
