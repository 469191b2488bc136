package corral.framework.api.host;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.BitSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The text form of an {@link IndexSet}, as the kernel reads it ({@code bitmap_parselist}) and
 * prints it ({@code %*pbl}). Stateless.
 */
final class IndexList {
  /** {@code 5}, or {@code 0-9} or {@code all}, which can have a stride: {@code 0-9:2/4}. */
  private static final Pattern REGION =
      Pattern.compile(
          "((?i:all)|(?<first>N|[0-9]+)-(?<last>N|[0-9]+))(:(?<used>N|[0-9]+)/(?<group>N|[0-9]+))?"
              + "|(?<single>N|[0-9]+)");

  private static final String SEPARATORS = ", \t\n\u000b\f\r";

  private IndexList() {}

  static BitSet parse(String list, int size) throws ContainerException {
    var bits = new BitSet(size);
    var region = REGION.matcher(list);
    int at = skipSeparators(list, 0);
    while (at < list.length()) {
      if (!region.region(at, list.length()).lookingAt() || !endsAt(list, region.end())) {
        throw new ContainerException(
            Errno.EINVAL, "'" + list + "' is not a list of numbers such as 0-2,5");
      }
      set(bits, region, size);
      at = region.end();
      if (at < list.length() && list.charAt(at) == '\n') {
        break;
      }
      at = skipSeparators(list, at);
    }
    return bits;
  }

  static String format(BitSet bits) {
    var list = new StringBuilder();
    for (int first = bits.nextSetBit(0); first >= 0; ) {
      int end = bits.nextClearBit(first);
      list.append(list.isEmpty() ? "" : ",").append(first);
      if (end - 1 > first) {
        list.append('-').append(end - 1);
      }
      first = bits.nextSetBit(end);
    }
    return list.toString();
  }

  private static void set(BitSet bits, MatchResult region, int size) throws ContainerException {
    boolean isSingle = region.group("single") != null;
    long first = number(region, isSingle ? "single" : "first", 0, size);
    long last = number(region, isSingle ? "single" : "last", size - 1L, size);
    long group = number(region, "group", last + 1, size);
    long used = number(region, "used", group, size);
    if (first > last) {
      throw new ContainerException(Errno.EINVAL, "'" + region.group() + "' ends before it begins");
    }
    if (group == 0 || used > group) {
      throw new ContainerException(
          Errno.EINVAL, "'" + region.group() + "' takes more of each group than the group has");
    }
    if (last >= size) {
      throw outOfRange(region.group(), size);
    }
    for (long start = first; start <= last; start += group) {
      bits.set((int) start, (int) Math.min(last + 1, start + used));
    }
  }

  private static long number(MatchResult region, String part, long ifAbsent, int size)
      throws ContainerException {
    var digits = region.group(part);
    if (digits == null) {
      return ifAbsent;
    }
    if (digits.equals("N")) {
      return size - 1L;
    }
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException _) {
      throw outOfRange(digits, size);
    }
  }

  private static ContainerException outOfRange(String what, int size) {
    return new ContainerException(
        Errno.ERANGE, "'" + what + "' is beyond the last number, " + (size - 1));
  }

  private static int skipSeparators(String list, int from) {
    int at = from;
    while (at < list.length() && isSeparator(list.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean endsAt(String list, int at) {
    return at == list.length() || isSeparator(list.charAt(at));
  }

  private static boolean isSeparator(char c) {
    return SEPARATORS.indexOf(c) >= 0;
  }
}
