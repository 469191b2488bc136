package corral.shell.event;

import corral.framework.api.event.Announcement;
import corral.framework.api.event.ContainerListener;
import corral.shell.table.GrowingTable;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.service.command.CommandSession;

/** Shows events as they are told, until it has shown enough or nobody looks any more. */
public final class EventWatch implements ContainerListener {
  private final EventFilter filter;
  private final EventText text;
  private final GrowingTable<EventRow> table;
  private final CountDownLatch end = new CountDownLatch(1);

  /** How many events are still to be shown; for the thread that tells, as is what follows. */
  private int rest;

  private long lost;

  /**
   * A watch that has shown nothing but its headers.
   *
   * @param mountPoints where each hierarchy is seen, by its number
   * @param number how many events it shows
   */
  public EventWatch(
      EventFilter filter,
      Map<Integer, String> mountPoints,
      int number,
      CommandSession session,
      PrintStream out) {
    this.filter = filter;
    this.text = new EventText(mountPoints);
    this.table = new GrowingTable<>(EventRow.COLUMNS, EventRow.WIDTHS, session, out);
    this.rest = number;
    table.begin();
  }

  /** Returns when it has shown enough, or nobody looks any more. */
  public void await() throws InterruptedException {
    end.await();
  }

  @Override
  public void happened(Announcement announcement) {
    if (rest == 0) {
      return;
    }
    if (announcement.lost() > lost) {
      show(announcement, "lost", announcement.lost() - lost + " events: they came too fast");
      lost = announcement.lost();
    }
    var event = announcement.event();
    text.follow(event);
    if (filter.test(event)) {
      show(announcement, EventKinds.name(event.topic()), text.of(event));
      rest--;
    }
    if (table.isUnheard()) {
      rest = 0;
    }
    if (rest == 0) {
      end.countDown();
    }
  }

  private void show(Announcement announcement, String event, String what) {
    table.add(new EventRow(announcement.timeMillis(), event, what));
  }
}
