package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.host.linux.ffi.ExitRecord;
import org.junit.jupiter.api.Test;

class ExitEstimateTest {
  private static final long MILLI = 1_000_000;

  private final ExitEstimate estimate = new ExitEstimate(4 * MILLI);

  @Test
  void aThreadThatNeverSleptRanWheneverItDidNotWait() {
    assertEquals(20 * MILLI, estimate.cpuNanos(record(17, 50, 30, 0, 3)));
  }

  @Test
  void whatIsUnseenIsShorterThanATick() {
    assertEquals(21 * MILLI, estimate.cpuNanos(record(17, 100, 0, 0, 3)));
  }

  @Test
  void longRunsLoseHalfATick() {
    assertEquals(42 * MILLI, estimate.cpuNanos(record(40, 1000, 0, 2, 2)));
  }

  @Test
  void shortRunsLoseTheLastOne() {
    double oneRun = MILLI / 10.0;
    double estimated = estimate.cpuNanos(record(10, 1000, 0, 100, 0)) - 10 * MILLI;
    assertEquals(oneRun, estimated, oneRun / 50);
  }

  @Test
  void nothingIsUnseenOfAThreadWithoutTheTimeForIt() {
    assertEquals(40 * MILLI, estimate.cpuNanos(record(40, 40, 0, 2, 2)));
  }

  @Test
  void ticksMustDoWhereNothingElseIsKept() {
    assertEquals(
        12 * MILLI,
        estimate.cpuNanos(new ExitRecord(1, false, 0, 8 * MILLI, 4 * MILLI, 20 * MILLI, 0, 0, 0)));
  }

  private static ExitRecord record(
      long run, long elapsed, long waited, long sleeps, long preemptions) {
    return new ExitRecord(
        1, false, run * MILLI, 0, 0, elapsed * MILLI, waited * MILLI, sleeps, preemptions);
  }
}
