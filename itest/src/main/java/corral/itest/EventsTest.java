package corral.itest;

import static corral.itest.TestMachine.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.event.ContainerEvent.Activated;
import corral.framework.api.event.ContainerEvent.Attached;
import corral.framework.api.event.ContainerEvent.Bound;
import corral.framework.api.event.ContainerEvent.Created;
import corral.framework.api.event.ContainerEvent.Deactivated;
import corral.framework.api.event.ContainerEvent.Emptied;
import corral.framework.api.event.ContainerEvent.Gone;
import corral.framework.api.event.ContainerEvent.Mounted;
import corral.framework.api.event.ContainerEvent.Registered;
import corral.framework.api.event.ContainerEvent.Removed;
import corral.framework.api.event.ContainerEvent.Renamed;
import corral.framework.api.event.ContainerEvent.Unbound;
import corral.framework.api.event.ContainerEvent.Unmounted;
import corral.framework.api.event.ContainerListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.event.Event;

/** What subscribers of Event Admin are told. */
@LeavesNothingBehind
class EventsTest {
  private static final int LOST = 10;
  private static final int PID = 4711;

  private final BundleContext context =
      FrameworkUtil.getBundle(EventsTest.class).getBundleContext();
  private TestMachine machine;
  private ContainerAdmin admin;

  @BeforeEach
  void open() throws Exception {
    machine = new TestMachine();
    admin = machine.admin();
    machine.fork(1, PID);
    admin.mount("none,name=jobs", "/jobs", ROOT);
    admin.makeContainer("/jobs/a", ROOT);
  }

  @AfterEach
  void close() throws Exception {
    machine.close();
  }

  private int jobs() {
    return admin.hierarchies().getFirst().id();
  }

  private String listeners() throws ContainerException {
    var report = admin.read("/proc/containers", ROOT);
    int start = report.indexOf("Listeners:\n");
    return start < 0 ? "" : report.substring(start);
  }

  private void moveToAndFro(int moves) throws ContainerException {
    for (int i = 0; i < moves; i++) {
      admin.attach(PID, i % 2 == 0 ? "/jobs/a" : "/jobs", ROOT);
    }
  }

  @Test
  void comeInTheOrderInWhichTheyHappened() throws Exception {
    try (var subscriber = new Subscriber("corral/*")) {
      var one = machine.register(new TestSubsystem("one"));
      admin.mount("one", "/one", ROOT);
      int id = admin.container("/one").hierarchy().id();
      admin.makeContainer("/one/b", ROOT);
      long b = admin.entry("/one/b").id();
      admin.rename("/one/b", "/one/c", ROOT);
      admin.attach(PID, "/one/c", ROOT);
      machine.unregister(one);
      machine.register(one);
      machine.exit(PID);
      admin.removeContainer("/one/c", ROOT);
      admin.unmount("/one", ROOT);
      assertEquals(
          List.of(
              new Registered("one"),
              new Activated(id, ""),
              new Bound(id, "one"),
              new Mounted(id, "/one"),
              new Created(id, b, "/b"),
              new Renamed(id, b, "/c", "/b"),
              new Attached(id, b, "/c", "/", PID, PID * 1_000_000_000L),
              new Gone(id, "one"),
              new Registered("one"),
              new Bound(id, "one"),
              new Emptied(id, b, "/c"),
              new Removed(id, b, "/c"),
              new Unmounted(id, "/one"),
              new Unbound(id, "one"),
              new Deactivated(id, "")),
          subscriber.next(15));
      assertTrue(subscriber.hasHeardNothing());
    }
  }

  @Test
  void haveProperties() throws Exception {
    long before = System.currentTimeMillis();
    try (var subscriber = new Subscriber(Attached.TOPIC)) {
      admin.makeContainer("/jobs/b", ROOT);
      admin.attach(PID, "/jobs/b", ROOT);
      var event = subscriber.next();
      assertEquals(Attached.TOPIC, event.getTopic());
      assertEquals(jobs(), event.getProperty("hierarchy"));
      assertEquals(admin.entry("/jobs/b").id(), event.getProperty("container"));
      assertEquals("/b", event.getProperty("path"));
      assertEquals("/", event.getProperty("from"));
      assertEquals(PID, event.getProperty("pid"));
      assertEquals(PID * 1_000_000_000L, event.getProperty("startTimeNanos"));
      assertEquals(2L, event.getProperty("number"));
      assertEquals(0L, event.getProperty("lost"));
      assertTrue((long) event.getProperty("timestamp") >= before);
    }
  }

  @Test
  void canBeFiltered() throws Exception {
    try (var subscriber = Subscriber.to("corral/container/*", "(path=/a/*)")) {
      admin.makeContainer("/jobs/b", ROOT);
      admin.makeContainer("/jobs/a/c", ROOT);
      admin.attach(PID, "/jobs/a/c", ROOT);
      admin.rename("/jobs/a/c", "/jobs/a/d", ROOT);
      assertEquals("/a/c", subscriber.next().getProperty("path"));
      assertEquals(Renamed.TOPIC, subscriber.next().getTopic());
      assertTrue(subscriber.hasHeardNothing());
    }
  }

  @Test
  void areNotMadeWhileNobodySubscribes() throws Exception {
    try (var _ = new Subscriber("org/osgi/*")) {
      moveToAndFro(2);
      assertEquals("", listeners());
    }
    try (var _ = new Subscriber("corral/*")) {
      assertTrue(listeners().contains("front.eventadmin"), listeners());
    }
    assertEquals("", listeners());
  }

  @Test
  void waitForABlockedSubscriberAndNobodyElseDoes() throws Exception {
    try (var blocked = new Subscriber("corral/*")) {
      blocked.permits.drainPermits();
      admin.makeContainer("/jobs/b", ROOT);
      blocked.reached.acquire();
      moveToAndFro(ContainerListener.USUAL_QUEUE + LOST);
      assertTrue(
          listeners().endsWith(": events=4107 waiting=4096 lost=10 queue=4096\n"), listeners());
      blocked.permits.release(Integer.MAX_VALUE);
      for (long number = 1; number <= 1 + ContainerListener.USUAL_QUEUE; number++) {
        var kept = blocked.next();
        assertEquals(number, kept.getProperty("number"));
        assertEquals(0L, kept.getProperty("lost"));
      }
      admin.makeContainer("/jobs/c", ROOT);
      var next = blocked.next();
      assertEquals("/c", next.getProperty("path"));
      assertEquals((long) LOST, next.getProperty("lost"));
    }
  }

  @Test
  void surviveASubscriberThatFails() throws Exception {
    try (var failing = new Subscriber("corral/*");
        var other = new Subscriber("corral/*")) {
      failing.failing = true;
      moveToAndFro(2);
      for (var subscriber : List.of(failing, other)) {
        assertEquals("/a", subscriber.next().getProperty("path"));
        assertEquals("/", subscriber.next().getProperty("path"));
      }
    }
  }

  @Test
  void stopAndStartWithTheBus() throws Exception {
    var bus = Bundles.named("org.apache.felix.eventadmin");
    try (var subscriber = new Subscriber("corral/*")) {
      bus.stop();
      try {
        admin.makeContainer("/jobs/b", ROOT);
        assertEquals("", listeners());
      } finally {
        bus.start();
      }
      var next = firstAfterStart(subscriber);
      assertEquals("/" + next.getProperty("number"), next.getProperty("path"));
    }
  }

  /** A bus that has just started may read its configuration, and lose what it gets meanwhile. */
  private Event firstAfterStart(Subscriber subscriber) throws Exception {
    Event first = null;
    for (int number = 1; first == null; number++) {
      admin.makeContainer("/jobs/" + number, ROOT);
      first = subscriber.next(Duration.ofSeconds(5));
    }
    return first;
  }

  @Test
  void leaveNoThreadWhenTheFrameworkStops() throws Exception {
    var core = Bundles.named("framework.core");
    try (var blocked = new Subscriber("corral/*")) {
      blocked.permits.drainPermits();
      admin.makeContainer("/jobs/b", ROOT);
      blocked.reached.acquire();
      assertTrue(isDelivering());
      machine.close();
      core.stop();
      try {
        assertFalse(isDelivering());
      } finally {
        blocked.permits.release(Integer.MAX_VALUE);
        core.start();
        machine = new TestMachine();
      }
    }
  }

  private static boolean isDelivering() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("corral-events"));
  }

  @Test
  void haveAQueueThatCanBeConfigured() throws Exception {
    var reference = context.getServiceReference(ConfigurationAdmin.class);
    var configuration =
        context.getService(reference).getConfiguration("corral.front.eventadmin", "?");
    try (var _ = new Subscriber("corral/*")) {
      configuration.update(FrameworkUtil.asDictionary(Map.of(ContainerListener.QUEUE, "12")));
      awaitQueue(12);
      configuration.delete();
      awaitQueue(ContainerListener.USUAL_QUEUE);
    } finally {
      context.ungetService(reference);
      // SCR keeps a service for a bundle that has been configured until the bundle stops.
      var front = Bundles.named("front.eventadmin");
      front.stop();
      front.start();
    }
  }

  /** What is configured takes effect in a thread of Configuration Admin. */
  private void awaitQueue(int size) throws ContainerException {
    while (!listeners().endsWith(" queue=" + size + "\n")) {
      Thread.onSpinWait();
    }
  }
}
