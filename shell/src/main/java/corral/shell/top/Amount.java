package corral.shell.top;

import java.util.Locale;

/** Writes amounts in few columns, as short as they say it. */
final class Amount {
  private static final String[] THOUSANDS = {"", "k", "M", "G", "T", "P"};
  private static final String[] BYTES = {"B", "K", "M", "G", "T", "P"};

  private Amount() {}

  /** A number of things: as it is or, if it is wider, in thousands. */
  static String count(double count, int width) {
    for (int power = 0; power < THOUSANDS.length; power++) {
      var text = Math.round(count / Math.pow(1000, power)) + THOUSANDS[power];
      if (text.length() <= width) {
        return text;
      }
    }
    return "-".repeat(width);
  }

  /** A number of bytes in at most five columns: {@code 512K}, {@code 1.2G}. */
  static String bytes(double bytes) {
    double scaled = bytes;
    int power = 0;
    for (; Math.round(scaled) >= 1024 && power < BYTES.length - 1; power++) {
      scaled /= 1024;
    }
    var form = power == 0 || scaled >= 9.95 ? "%.0f%s" : "%.1f%s";
    return String.format(Locale.ROOT, form, scaled, BYTES[power]);
  }

  /** A number with as many of these decimals as there is room for. */
  static String decimal(double number, int decimals, int width) {
    for (int shown = decimals; shown > 0; shown--) {
      var text = String.format(Locale.ROOT, "%." + shown + "f", number);
      if (text.length() <= width) {
        return text;
      }
    }
    return count(number, width);
  }
}
