package corral.shell.stats;

import corral.framework.api.stats.Notice;
import corral.framework.api.stats.StatisticsListener;
import corral.shell.table.GrowingTable;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.service.command.CommandSession;

/** Shows notices as they are told, until it has shown enough or nobody looks any more. */
public final class NoticeWatch implements StatisticsListener {
  private final GrowingTable<NoticeRow> table;
  private final CountDownLatch end = new CountDownLatch(1);

  /** How many notices are still to be shown; for the thread that tells, as is what follows. */
  private int rest;

  private long lost;

  /**
   * A watch that has shown nothing but its headers.
   *
   * @param number how many notices it shows
   */
  public NoticeWatch(int number, CommandSession session, PrintStream out) {
    this.table = new GrowingTable<>(NoticeRow.COLUMNS, NoticeRow.WIDTHS, session, out);
    this.rest = number;
    table.begin();
  }

  /** Returns when it has shown enough, or nobody looks any more. */
  public void await() throws InterruptedException {
    end.await();
  }

  @Override
  public void noticed(Notice notice) {
    if (rest == 0) {
      return;
    }
    if (notice.lost() > lost) {
      table.add(NoticeRow.lost(notice, notice.lost() - lost));
      lost = notice.lost();
    }
    table.add(NoticeRow.of(notice));
    rest = table.isUnheard() ? 0 : rest - 1;
    if (rest == 0) {
      end.countDown();
    }
  }
}
