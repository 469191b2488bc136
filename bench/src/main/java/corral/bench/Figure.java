package corral.bench;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param what was measured
 * @param measured with its unit, and its error if it has one
 * @param goal as the design sets it; empty if it sets none
 * @param kernel what the kernel's own takes for the same, and how many times as long that is; empty
 *     where there is nothing to compare with
 * @param wrong whether this is not slow but an error
 */
record Figure(String what, String measured, String goal, String kernel, boolean wrong) {
  static Figure of(String what, String measured, String goal) {
    return new Figure(what, measured, goal, "", false);
  }

  /** Something that must be so. */
  static Figure required(String what, String measured, String goal, boolean met) {
    return new Figure(what, measured, goal, "", !met);
  }

  static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
  }
}
