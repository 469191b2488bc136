package corral.subsys.beancounter;

import corral.subsys.beancounter.api.Resource;

/** Hears of bounds and what becomes of them, from the thread that charges, measures or sets. */
interface Alarms {
  /** What an account holds was at or below the barrier, and is above. */
  void barrierPassed(Account account, Resource resource, Counter now);

  /** The bounds of an account are others now. */
  void boundChanged(Account account, Resource resource);

  /** A charge was refused, or what an account holds has passed the limit. */
  void limitHit(Account account, Resource resource, Counter now);
}
