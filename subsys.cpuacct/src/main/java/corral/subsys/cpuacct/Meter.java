package corral.subsys.cpuacct;

import corral.framework.api.CpuUsage;
import org.jspecify.annotations.Nullable;

/**
 * Up to where one task has been charged, and to whom its next use goes. Readings may come late and
 * in any order: what an earlier one has charged is not charged again. Thread-safe; the lock is held
 * for a few additions, so that whoever has been through it sees them in the accounts.
 */
final class Meter {
  private CpuAccount account;
  private CpuUsage charged;
  private boolean stopped;

  /**
   * A meter.
   *
   * @param charged what the task had used before it came here, which is nobody's
   */
  Meter(CpuAccount account, CpuUsage charged) {
    this.account = account;
    this.charged = charged;
  }

  /** Charges what a reading shows beyond those before it. */
  synchronized void charge(CpuUsage reading) {
    if (!stopped) {
      var used = reading.since(charged);
      charged = later(charged, reading);
      account.charge(used);
    }
  }

  /** Whether all of that is charged already. */
  synchronized boolean isAt(long totalNanos) {
    return charged.totalNanos() == totalNanos;
  }

  /** Charges nothing any more; returns up to where it has. */
  synchronized CpuUsage stop() {
    stopped = true;
    return charged;
  }

  /**
   * Charges the use so far and sends what follows to another account.
   *
   * @param reading null if it could not be had; the use since the last one goes to the new account
   */
  synchronized void moveTo(CpuAccount next, @Nullable CpuUsage reading) {
    if (reading != null) {
      charge(reading);
    }
    account = next;
  }

  private static CpuUsage later(CpuUsage a, CpuUsage b) {
    return new CpuUsage(
        Math.max(a.totalNanos(), b.totalNanos()),
        Math.max(a.userNanos(), b.userNanos()),
        Math.max(a.systemNanos(), b.systemNanos()));
  }
}
