package corral.shell.top;

import corral.figures.api.Survey;
import corral.shell.table.Listing;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Prints what the live view shows, one table after the other. Belongs to one thread. */
public final class TopPrinter {
  private final Supplier<Survey> surveys;
  private final TopModel model;
  private final Duration interval;
  private final Rates rates = new Rates();

  /** A printer that has printed nothing. Parameters as of {@link TopScreen}. */
  public TopPrinter(Supplier<Survey> surveys, TopModel model, Duration interval) {
    this.surveys = surveys;
    this.model = model;
    this.interval = interval;
  }

  /**
   * Prints tables until there are enough, or nobody reads them any more.
   *
   * @param format makes a table of a listing, as the session shows it
   * @param notes is told, with the first table, why figures are not known
   */
  public void run(
      long tables,
      Function<Listing<?>, CharSequence> format,
      PrintStream out,
      Consumer<String> notes)
      throws InterruptedException {
    var columns = Field.ALL.stream().map(Field::column).toList();
    for (long table = 0; table < tables && !out.checkError(); table++) {
      long start = System.nanoTime();
      var survey = surveys.get();
      model.show(rates.rows(survey));
      out.println((table == 0 ? "" : "\n") + format.apply(Listing.of(columns, model.lines())));
      out.flush();
      if (table == 0) {
        Notes.on(survey.absences()).forEach(notes);
      }
      if (table + 1 < tables) {
        var end = survey.interval(interval).plusNanos(start - System.nanoTime());
        Thread.sleep(end.isNegative() ? Duration.ZERO : end);
      }
    }
  }
}
