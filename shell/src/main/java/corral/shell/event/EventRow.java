package corral.shell.event;

import corral.shell.table.Column;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A line about an event.
 *
 * @param timeMillis when it happened, in milliseconds since 1970
 * @param event what happened, in a word
 * @param what to whom, for a person
 */
record EventRow(long timeMillis, String event, String what) {
  static final List<Column<EventRow>> COLUMNS =
      List.of(
          Column.text("TIME", EventRow::clock).plainly(EventRow::instant),
          Column.text("EVENT", EventRow::event),
          Column.text("WHAT", EventRow::what));

  /** Of all columns but the last. */
  static final List<Integer> WIDTHS = List.of(12, 11);

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private String clock() {
    return CLOCK.format(
        LocalTime.ofInstant(Instant.ofEpochMilli(timeMillis), ZoneId.systemDefault()));
  }

  private String instant() {
    return Instant.ofEpochMilli(timeMillis).toString();
  }
}
