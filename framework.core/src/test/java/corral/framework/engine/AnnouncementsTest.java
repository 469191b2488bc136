package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.SubsystemState;
import corral.framework.api.event.ContainerEvent.Activated;
import corral.framework.api.event.ContainerEvent.Attached;
import corral.framework.api.event.ContainerEvent.Bound;
import corral.framework.api.event.ContainerEvent.Created;
import corral.framework.api.event.ContainerEvent.Deactivated;
import corral.framework.api.event.ContainerEvent.Emptied;
import corral.framework.api.event.ContainerEvent.Gone;
import corral.framework.api.event.ContainerEvent.LimitHit;
import corral.framework.api.event.ContainerEvent.Mounted;
import corral.framework.api.event.ContainerEvent.Registered;
import corral.framework.api.event.ContainerEvent.Released;
import corral.framework.api.event.ContainerEvent.Removed;
import corral.framework.api.event.ContainerEvent.Renamed;
import corral.framework.api.event.ContainerEvent.Unbound;
import corral.framework.api.event.ContainerEvent.Unmounted;
import corral.framework.api.event.ContainerListener;
import corral.framework.api.host.TaskStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What listeners are told of each operation, and in which order. */
class AnnouncementsTest {
  private static final Caller ROOT = new Caller(1, 0, 0);

  private final Engine engine = new Engine();
  private final TestHost host = new TestHost().with(1, 0, 0).with(2, 1, 0);
  private final Hearer hearer = new Hearer();
  private TaskStream stream;

  /** A subsystem with nothing but a name. */
  private record Plain(String name) implements ContainerSubsystem<SubsystemState> {
    @Override
    public SubsystemState create(Container container, @Nullable SubsystemState parent) {
      return new SubsystemState(container) {};
    }

    @Override
    public void destroy(SubsystemState css) {}
  }

  @BeforeEach
  void open() throws ContainerException {
    engine.start();
    stream = engine.open(host, host.live());
    engine.addListener(hearer, Map.of());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void tellsOfMounts() throws Exception {
    engine.mount("none,name=jobs", "/jobs", ROOT);
    engine.mount("none,name=jobs", "/more", ROOT);
    engine.unmount("/jobs", ROOT);
    engine.unmount("/more/", ROOT);
    assertEquals(
        List.of(
            new Activated(1, "jobs"),
            new Mounted(1, "/jobs"),
            new Mounted(1, "/more"),
            new Unmounted(1, "/jobs"),
            new Unmounted(1, "/more"),
            new Deactivated(1, "jobs")),
        hearer.nextEvents(6));
  }

  @Test
  void tellsOfSubsystems() throws Exception {
    var one = new Plain("one");
    engine.addSubsystem(one);
    engine.mount("one", "/m", ROOT);
    engine.removeSubsystem(one);
    engine.addSubsystem(one);
    engine.unmount("/m", ROOT);
    engine.removeSubsystem(one);
    assertEquals(
        List.of(
            new Registered("one"),
            new Activated(1, ""),
            new Bound(1, "one"),
            new Mounted(1, "/m"),
            new Gone(1, "one"),
            new Registered("one"),
            new Bound(1, "one"),
            new Unmounted(1, "/m"),
            new Unbound(1, "one"),
            new Deactivated(1, ""),
            new Gone(0, "one")),
        hearer.nextEvents(11));
  }

  @Test
  void tellsOfBindingToALiveHierarchy() throws Exception {
    var one = new Plain("one");
    engine.addSubsystem(one);
    engine.mount("none,name=jobs", "/jobs", ROOT);
    hearer.next(3);
    engine.bind("one", "/jobs", ROOT);
    engine.unbind("one", ROOT);
    engine.bind("one", "/jobs", ROOT);
    engine.removeSubsystem(one);
    engine.unbind("one", ROOT);
    assertEquals(
        List.of(
            new Bound(1, "one"),
            new Unbound(1, "one"),
            new Bound(1, "one"),
            new Gone(1, "one"),
            new Unbound(1, "one")),
        hearer.nextEvents(5));
  }

  @Test
  void tellsOfContainersAndTasks() throws Exception {
    engine.mount("none,name=jobs", "/jobs", ROOT);
    engine.makeContainer("/jobs/a", ROOT);
    long a = engine.entry("/jobs/a").id();
    engine.makeContainer("/jobs/a/b", ROOT);
    long b = engine.entry("/jobs/a/b").id();
    engine.rename("/jobs/a", "/jobs/c", ROOT);
    engine.attach(2, "/jobs/c/b", ROOT);
    engine.attach(2, "/jobs/c/b", ROOT);
    engine.write("/jobs/c/b/notify_on_release", "1", ROOT);
    stream.exit(2, null);
    assertEquals(
        List.of(
            new Activated(1, "jobs"),
            new Mounted(1, "/jobs"),
            new Created(1, a, "/a"),
            new Created(1, b, "/a/b"),
            new Renamed(1, a, "/c", "/a"),
            new Attached(1, b, "/c/b", "/", 2, 2_000_000_000L),
            new Emptied(1, b, "/c/b"),
            new Released(1, b, "/c/b", "")),
        hearer.nextEvents(8));
    engine.removeContainer("/jobs/c/b", ROOT);
    assertEquals(new Removed(1, b, "/c/b"), hearer.next().event());
  }

  @Test
  void tellsOfAClonedContainerThatDeletesItself() throws Exception {
    engine.addSubsystem(new Plain("one"));
    engine.mount("one", "/m", ROOT);
    hearer.next(4);
    engine.cloneContainer(2, "one", true, ROOT);
    long id = engine.entry("/m/node_2").id();
    stream.exit(2, null);
    assertEquals(
        List.of(
            new Created(1, id, "/node_2"),
            new Attached(1, id, "/node_2", "/", 2, 2_000_000_000L),
            new Emptied(1, id, "/node_2"),
            new Removed(1, id, "/node_2")),
        hearer.nextEvents(4));
  }

  @Test
  void tellsThatAContainerIsEmptyWhenItsLastTaskEnds() throws Exception {
    engine.mount("none,name=jobs", "/jobs", ROOT);
    engine.makeContainer("/jobs/a", ROOT);
    long a = engine.entry("/jobs/a").id();
    stream.fork(1, 3, 3_000_000_000L);
    hearer.next(3);
    engine.attach(2, "/jobs/a", ROOT);
    engine.attach(2, "/jobs", ROOT);
    stream.exit(3, null);
    engine.attach(2, "/jobs/a", ROOT);
    stream.exit(2, null);
    hearer.next(3);
    assertEquals(new Emptied(1, a, "/a"), hearer.next().event());
  }

  @Test
  void tellsOfALimit() throws Exception {
    engine.mount("none,name=jobs", "/jobs", ROOT);
    hearer.next(2);
    engine.limitHit(engine.container("/jobs"), "beans", "numtasks", 3, 7);
    var root = engine.container("/jobs");
    assertEquals(new LimitHit(1, root.id(), "/", "beans", "numtasks", 3, 7), hearer.next().event());
  }

  @Test
  void doesNotTellOfWhatWasRefused() throws Exception {
    engine.mount("none,name=jobs", "/jobs", ROOT);
    engine.makeContainer("/jobs/a", ROOT);
    assertThrows(ContainerException.class, () -> engine.makeContainer("/jobs/a", ROOT));
    assertThrows(ContainerException.class, () -> engine.attach(77, "/jobs/a", ROOT));
    assertThrows(ContainerException.class, () -> engine.removeContainer("/jobs", ROOT));
    engine.unmount("/jobs", ROOT);
    assertEquals(new Unmounted(1, "/jobs"), hearer.next(4).getLast().event());
  }

  @Test
  void doesNotWaitForAListener() throws Exception {
    hearer.permits.drainPermits();
    var other = new Hearer();
    engine.addListener(other, Map.of(ContainerListener.QUEUE, 3));
    engine.mount("none,name=jobs", "/jobs", ROOT);
    hearer.reached.acquire();
    engine.makeContainer("/jobs/a", ROOT);
    assertEquals("/a", ((Created) other.next(3).getLast().event()).path());
    assertTrue(hearer.isSilent());
    assertEquals(
        """
        Listeners:
        corral.framework.engine.Hearer: events=3 waiting=2 lost=0 queue=4096
        corral.framework.engine.Hearer: events=3 waiting=0 lost=0 queue=3
        """,
        listeners());
    hearer.permits.release();
    assertEquals(new Activated(1, "jobs"), hearer.next().event());
  }

  @ParameterizedTest
  @CsvSource({"7,7", "0,4096", "-1,4096", "many,4096", "99999999999,4096", "'',4096"})
  void takesTheSizeOfAQueueFromText(String text, int size) throws Exception {
    engine.removeListener(hearer);
    engine.addListener(hearer, Map.of(ContainerListener.QUEUE, text));
    assertTrue(listeners().endsWith(" queue=" + size + "\n"), listeners());
  }

  private String listeners() throws ContainerException {
    var report = engine.read("/proc/containers", ROOT);
    return report.substring(report.indexOf("Listeners:"));
  }

  @Test
  void tellsNothingToAListenerThatHasLeft() throws Exception {
    engine.removeListener(hearer);
    engine.mount("none,name=jobs", "/jobs", ROOT);
    assertTrue(hearer.isSilent());
    assertEquals(-1, engine.read("/proc/containers", ROOT).indexOf("Listeners:"));
  }
}
