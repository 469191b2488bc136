package corral.shell.stats;

import corral.framework.api.stats.Mark;
import corral.framework.api.stats.Notice;
import corral.shell.table.Column;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A line about a notice.
 *
 * @param timeMillis when it was noticed, in milliseconds since 1970
 * @param what what was waited for, or that something was lost
 * @param container which container it is about, as {@code hierarchy:path}
 * @param how what there is to say about it
 */
record NoticeRow(long timeMillis, String what, String container, String how) {
  static final List<Column<NoticeRow>> COLUMNS =
      List.of(
          Column.text("TIME", NoticeRow::clock).plainly(NoticeRow::instant),
          Column.text("MARK", NoticeRow::what),
          Column.text("CONTAINER", NoticeRow::container),
          Column.text("HOW", NoticeRow::how));

  /** Of all columns but the last. */
  static final List<Integer> WIDTHS = List.of(12, 15, 14);

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  static NoticeRow of(Notice notice) {
    return new NoticeRow(
        notice.timeMillis(),
        notice.mark().toString(),
        notice.hierarchy() + ":" + notice.path(),
        how(notice));
  }

  static NoticeRow lost(Notice next, long number) {
    return new NoticeRow(next.timeMillis(), "lost", "", number + " notices: they came too fast");
  }

  private static String how(Notice notice) {
    if (notice.mark().equals(Mark.EMPTY)) {
      return "no task is left";
    }
    if (notice.mark().equals(Mark.LIMIT)) {
      return "failure %.0f: %s".formatted(notice.value(), notice.detail());
    }
    boolean isWhole = notice.value() == Math.rint(notice.value());
    return (notice.crossed() ? "reached: " : "below: ")
        + String.format(Locale.ROOT, isWhole ? "%.0f" : "%.2f", notice.value());
  }

  private String clock() {
    return CLOCK.format(
        LocalTime.ofInstant(Instant.ofEpochMilli(timeMillis), ZoneId.systemDefault()));
  }

  private String instant() {
    return Instant.ofEpochMilli(timeMillis).toString();
  }
}
