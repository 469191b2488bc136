package corral.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.stats.Notice;
import corral.framework.api.stats.StatisticsListener;
import corral.host.sim.ProcessState;
import corral.host.sim.SimTaskStates;
import corral.testkit.Testbed;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SubscribersTest {
  private static final Pace PACE = new Pace(Duration.ofMillis(500), 0.04);

  @AutoClose private final Testbed testbed = new Testbed();

  @AutoClose
  private final Sampler sampler =
      new Sampler(testbed.admin(), testbed.ledger(), new SimTaskStates(testbed.machine()), PACE, 0);

  @AutoClose private final Subscribers subscribers = new Subscribers(testbed.admin(), sampler);
  private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
  private long nowNanos;

  @BeforeEach
  void mount() throws ContainerException {
    testbed.mount("none,name=jobs", "/jobs");
    testbed.mkdir("/jobs/a");
    testbed.mkdir("/jobs/a/b");
    testbed.listen(subscribers);
  }

  @Test
  void aFigureThatCrossesItsMarkIsToldOnceEachTime() throws Exception {
    subscribe("/jobs/a", "running>=2");
    int one = testbed.forkInto("/jobs/a");
    look();
    testbed.forkInto("/jobs/a");
    look();
    look();
    assertTold("/a running>=2 true 2.0");
    testbed.machine().setState(one, ProcessState.SLEEPING);
    look();
    assertTold("/a running>=2 false 1.0");
    assertEquals(0, notices.size());
  }

  @Test
  void aContainerBelowCountsForThoseAbove() throws Exception {
    subscribe("/jobs/a", "tasks>=1");
    testbed.forkInto("/jobs/a/b");
    look();
    assertTold("/a tasks>=1 true 1.0");
    assertTold("/a/b tasks>=1 true 1.0");
  }

  @Test
  void theLoadIsCompared() throws Exception {
    subscribe("/jobs/a", "load1>=0.5");
    testbed.forkInto("/jobs/a");
    testbed.forkInto("/jobs/a");
    for (int i = 0; i < 100; i++) {
      look();
    }
    var notice = notices.take();
    assertEquals("/a", notice.path());
    assertTrue(notice.value() >= 0.5 && notice.value() < 0.7, notice.toString());
  }

  @Test
  void whoBecomesEmptyIsToldAtOnce() throws Exception {
    subscribe("/jobs", "empty");
    testbed.forkInto("/jobs/a");
    testbed.exit(testbed.forkInto("/jobs/a/b"));
    assertTold("/a/b empty true 0.0");
  }

  @Test
  void withTheLastBelowThoseAboveAreEmpty() throws Exception {
    subscribe("/jobs", "empty");
    testbed.exit(testbed.forkInto("/jobs/a/b"));
    assertTold("/a/b empty true 0.0");
    assertTold("/a empty true 0.0");
    assertEquals(0, notices.size());
  }

  @Test
  void whoIsLeftByTheLastTaskIsEmpty() throws Exception {
    subscribe("/jobs/a", "empty");
    int pid = testbed.forkInto("/jobs/a/b");
    testbed.attach(pid, "/jobs/a");
    assertTold("/a/b empty true 0.0");
    testbed.attach(pid, "/jobs");
    assertTold("/a empty true 0.0");
    assertEquals(0, notices.size());
  }

  @Test
  void aLimitThatIsHitIsTold() throws Exception {
    subscribe("/jobs/a", "limit");
    var container = testbed.admin().container("/jobs/a");
    testbed.alarms().limitHit(testbed.admin().container("/jobs"), "beans", "numtasks", 3, 1);
    testbed.alarms().limitHit(container, "beans", "numtasks", 3, 7);
    var notice = notices.take();
    assertEquals("/a limit true 7.0", text(notice));
    assertEquals("numtasks limit 3 (beans)", notice.detail());
  }

  @Test
  void whatDoesNotFitIsCounted() throws Exception {
    var told = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    StatisticsListener slow =
        notice -> {
          told.countDown();
          try {
            go.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          notices.add(notice);
        };
    add(slow, Map.of(StatisticsListener.MARKS, "limit", StatisticsListener.QUEUE, "2"));
    var container = testbed.admin().container("/jobs/a");
    hit(container, 1);
    told.await();
    for (int i = 2; i <= 6; i++) {
      hit(container, i);
    }
    awaitNumber(container, go);
    assertEquals(1, notices.take().number());
    assertEquals(2, notices.take().number());
    assertEquals(0, notices.take().lost());
  }

  /** The events are told by another thread, so the last is waited for by a second subscriber. */
  private void awaitNumber(Container container, CountDownLatch go) throws InterruptedException {
    var last = new CountDownLatch(1);
    add(
        notice -> {
          if (notice.value() == 7) {
            last.countDown();
          }
        },
        Map.of(StatisticsListener.MARKS, "limit"));
    hit(container, 7);
    last.await();
    go.countDown();
    while (notices.size() < 3) {
      Thread.onSpinWait();
    }
    hit(container, 8);
    while (notices.size() < 4) {
      Thread.onSpinWait();
    }
    var after = notices.toArray(Notice[]::new)[3];
    assertEquals(8, after.number());
    assertEquals(4, after.lost());
  }

  @Test
  void whoIsRemovedHearsNothingMore() throws Exception {
    StatisticsListener listener = notices::add;
    add(listener, Map.of(StatisticsListener.MARKS, "tasks>=0"));
    look();
    notices.take();
    subscribers.remove(listener);
    notices.clear();
    testbed.mkdir("/jobs/c");
    look();
    assertEquals(0, notices.size());
  }

  private void hit(Container container, long failures) {
    testbed.alarms().limitHit(container, "beans", "numtasks", 3, failures);
  }

  private void subscribe(String container, String... marks) {
    add(
        notices::add,
        Map.of(StatisticsListener.CONTAINER, container, StatisticsListener.MARKS, marks));
  }

  private void add(StatisticsListener listener, Map<String, ?> properties) {
    subscribers.add(Subscriber.of(listener, properties));
  }

  private void assertTold(String expected) throws InterruptedException {
    assertEquals(expected, text(notices.take()));
  }

  private static String text(Notice notice) {
    return notice.path() + " " + notice.mark() + " " + notice.crossed() + " " + notice.value();
  }

  private void look() {
    nowNanos += PACE.period().toNanos();
    sampler.look(nowNanos);
    subscribers.compare();
  }
}
