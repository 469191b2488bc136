package corral.subsys.resgroup.numtasks;

import java.util.concurrent.TimeUnit;

/**
 * How many forks a group may make in a time. Immutable.
 *
 * @param forks how many; {@link #UNLIMITED} for any number
 * @param seconds in which time
 */
record ForkRate(int forks, int seconds) {
  /** As Resource Groups had it: the greatest number stands for no limit. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  /** What a group begins with. */
  static final ForkRate NEW = new ForkRate(UNLIMITED, 1);

  boolean isLimited() {
    return forks != UNLIMITED;
  }

  long nanos() {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
