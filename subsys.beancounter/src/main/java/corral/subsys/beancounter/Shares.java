package corral.subsys.beancounter;

import java.util.Arrays;

/** Divides what may still be opened in a container among its members. Pure functions. */
final class Shares {
  private Shares() {}

  /**
   * How much more each member may open. The shares sum up to what is free, so however fast the
   * members open files, together they stay within it.
   *
   * <p>Half is divided among all, so that nobody is without; the other half among the hungry, who
   * have just taken something. So one who goes on taking comes to have everything that the others
   * do not use, down to the last piece.
   *
   * @param free how much is free
   * @param hungry which members are hungry
   * @param turn who is served first if nobody is hungry and there is not enough for each; to be
   *     counted up from time to time
   */
  static long[] of(long free, boolean[] hungry, int turn) {
    int members = hungry.length;
    var shares = new long[members];
    if (free <= 0 || members == 0) {
      return shares;
    }
    long base = free < members ? 0 : Math.max(1, free / 2 / members);
    Arrays.fill(shares, base);
    var takers = takers(hungry, turn);
    long rest = free - base * members;
    for (int i = 0; i < takers.length; i++) {
      shares[takers[i]] += rest / takers.length + (i < rest % takers.length ? 1 : 0);
    }
    return shares;
  }

  /** Who gets the rest, those first who get one more. */
  private static int[] takers(boolean[] hungry, int turn) {
    int members = hungry.length;
    var all = new int[members];
    var some = new int[members];
    int count = 0;
    for (int i = 0; i < members; i++) {
      int member = Math.floorMod(i + turn, members);
      all[i] = member;
      if (hungry[member]) {
        some[count++] = member;
      }
    }
    return count == 0 ? all : Arrays.copyOf(some, count);
  }
}
