package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.event.Announcement;
import corral.framework.api.event.ContainerEvent;
import corral.framework.api.event.ContainerEvent.Registered;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final int CAPACITY = 4;

  private final Hearer hearer = new Hearer();
  private final Mailbox mailbox = new Mailbox(hearer, CAPACITY);

  @BeforeEach
  void open() {
    mailbox.open();
  }

  @AfterEach
  void close() {
    mailbox.close();
  }

  private static ContainerEvent event(int i) {
    return new Registered("s" + i);
  }

  private void put(int from, int to) {
    IntStream.range(from, to).forEach(i -> mailbox.put(i, event(i)));
  }

  private void holdUp() throws InterruptedException {
    hearer.permits.drainPermits();
    put(0, 1);
    hearer.reached.acquire();
  }

  private void letGo() {
    hearer.permits.release(Integer.MAX_VALUE);
  }

  @Test
  void tellsInOrder() throws InterruptedException {
    put(0, 3);
    assertEquals(
        List.of(
            new Announcement(1, 0, 0, event(0)),
            new Announcement(2, 1, 0, event(1)),
            new Announcement(3, 2, 0, event(2))),
        hearer.next(3));
  }

  @Test
  void dropsWhatDoesNotFitAndSaysSo() throws InterruptedException {
    holdUp();
    put(1, 1 + CAPACITY + 3);
    assertEquals(
        "corral.framework.engine.Hearer: events=8 waiting=4 lost=3 queue=4", mailbox.report());
    letGo();
    var kept = hearer.next(1 + CAPACITY);
    assertEquals(
        IntStream.range(0, 1 + CAPACITY).mapToObj(MailboxTest::event).toList(),
        kept.stream().map(Announcement::event).toList());
    assertTrue(kept.stream().allMatch(announcement -> announcement.lost() == 0));
    put(100, 101);
    assertEquals(new Announcement(9, 100, 3, event(100)), hearer.next());
    put(101, 102);
    assertEquals(new Announcement(10, 101, 3, event(101)), hearer.next());
  }

  @Test
  void goesOnAfterAFailure() throws InterruptedException {
    hearer.reaction =
        () -> {
          throw new IllegalStateException("the test wants it so");
        };
    put(0, 2);
    assertEquals(List.of(event(0), event(1)), hearer.nextEvents(2));
  }

  @Test
  void forgetsWhatWaitsWhenItIsClosed() throws InterruptedException {
    holdUp();
    put(1, 3);
    mailbox.close();
    letGo();
    put(3, 5);
    assertTrue(hearer.isSilent());
  }

  @Test
  void canBeClosedByTheListener() throws Exception {
    var thread = new CompletableFuture<Thread>();
    hearer.reaction =
        () -> {
          mailbox.close();
          thread.complete(Thread.currentThread());
        };
    put(0, 1);
    var ended = thread.get(1, TimeUnit.MINUTES);
    ended.join();
    assertFalse(ended.isAlive());
  }
}
