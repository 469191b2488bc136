package org.example.runaway;

import corral.framework.api.Container;
import corral.framework.api.CpuUsage;
import corral.framework.api.SubsystemState;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What is known of one container. Thread-safe: events come from several threads at a time. */
final class Watch extends SubsystemState {
  static final long NO_LIMIT = 0;

  /** How many processes were forked in this container. */
  final LongAdder started = new LongAdder();

  /** How many processes had used more than the limit when they ended here. */
  final LongAdder ranAway = new LongAdder();

  /** The most CPU time that a process should use in its life. Written under the lock. */
  volatile long limitMillis;

  /** Whether runaways are kept out of every container. In the root state only. */
  volatile boolean refuse;

  private final Watch root;

  Watch(Container container, Watch parent) {
    super(container);
    root = parent == null ? this : parent.root;
    limitMillis = parent == null ? NO_LIMIT : parent.limitMillis;
  }

  boolean isOverLimit(CpuUsage usage) {
    return limitMillis != NO_LIMIT
        && TimeUnit.NANOSECONDS.toMillis(usage.totalNanos()) > limitMillis;
  }

  boolean refusesRunaways() {
    return root.refuse;
  }
}
