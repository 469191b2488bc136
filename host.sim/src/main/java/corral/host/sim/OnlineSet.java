package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;

/** CPUs or memory nodes, which can be switched on and off, but not all off. Thread-safe. */
final class OnlineSet {
  private final String kind;
  private final IndexSet all;
  private volatile IndexSet online;

  /**
   * All of them on.
   *
   * @param kind what they are, for people
   */
  OnlineSet(String kind, int size) {
    this.kind = kind;
    this.all = IndexSet.firstOf(size);
    this.online = all;
  }

  IndexSet all() {
    return all;
  }

  IndexSet online() {
    return online;
  }

  /**
   * Switches one on or off.
   *
   * @throws ContainerException ENODEV if there is no such one, EBUSY if it is the last
   */
  synchronized void set(int number, boolean on) throws ContainerException {
    if (number < 0 || !all.contains(number)) {
      throw new ContainerException(
          Errno.ENODEV, kind + " " + number, "the machine has " + kind + " " + all);
    }
    var one = IndexSet.of(number);
    var then = on ? online.or(one) : online.minus(one);
    if (then.isEmpty()) {
      throw new ContainerException(Errno.EBUSY, kind + " " + number, "it is the last on line");
    }
    online = then;
  }
}
