package corral.stats;

import corral.framework.api.stats.LoadAverages;
import java.time.Duration;

/**
 * Load averages over one, five and fifteen minutes as the kernel keeps them: numbers with eleven
 * binary places, which move towards the number of the active every five seconds. Immutable. Source:
 * {@code kernel/sched/loadavg.c} and {@code include/linux/sched/loadavg.h}.
 */
record FixedLoads(long one, long five, long fifteen) {
  /** How often they move. */
  static final Duration STEP = Duration.ofSeconds(5);

  static final FixedLoads NONE = new FixedLoads(0, 0, 0);

  private static final long FIXED_1 = 1 << 11;

  /** What is left of a number after a step: 1/exp(5 s/1 min), and over five and fifteen minutes. */
  private static final long EXP_1 = 1884;

  private static final long EXP_5 = 2014;
  private static final long EXP_15 = 2037;

  /** After so many steps nothing is left of what was before. */
  private static final long MOST_STEPS = 2000;

  /** After some steps during which so many were active. */
  FixedLoads after(long steps, int active) {
    var loads = this;
    for (long step = Math.min(steps, MOST_STEPS); step > 0; step--) {
      loads = loads.next(active * FIXED_1);
    }
    return loads;
  }

  private FixedLoads next(long active) {
    return new FixedLoads(
        calcLoad(one, EXP_1, active),
        calcLoad(five, EXP_5, active),
        calcLoad(fifteen, EXP_15, active));
  }

  /** Rounds up on the way up, so that it gets there. */
  private static long calcLoad(long load, long exp, long active) {
    long next = load * exp + active * (FIXED_1 - exp);
    return (active >= load ? next + FIXED_1 - 1 : next) / FIXED_1;
  }

  LoadAverages averages() {
    return new LoadAverages(number(one), number(five), number(fifteen));
  }

  private static double number(long fixed) {
    return (double) fixed / FIXED_1;
  }
}
