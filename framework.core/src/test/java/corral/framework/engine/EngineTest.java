package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import corral.framework.api.host.TaskStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a hierarchy from mount to unmount, with a subsystem that leaves and comes back. */
class EngineTest {
  private static final Caller ROOT = new Caller(1, 0, 0);

  private final Engine engine = new Engine(Limits.DEFAULT);
  private final TestHost host = new TestHost().with(1, 0, 0).with(2, 1, 0).with(3, 2, 0);
  private TaskStream stream;

  /** Counts the tasks that each container has seen. */
  private static final class Visits implements ContainerSubsystem<Visits.State> {
    String fileName = "count";

    static final class State extends SubsystemState {
      long visits;

      State(Container container) {
        super(container);
      }
    }

    @Override
    public String name() {
      return "visits";
    }

    @Override
    public State create(Container container, @Nullable State parent) {
      return new State(container);
    }

    @Override
    public void destroy(State css) {}

    @Override
    public void attach(State css, State old, Task task) {
      css.visits++;
    }

    @Override
    public List<ControlFile<State>> files() {
      return List.of(
          ControlFile.<State>named(fileName)
              .readsNumber(css -> css.visits)
              .writesNumber((css, n) -> css.visits = n));
    }

    @Override
    public Map<String, String> save(State css) {
      return Map.of("visits", Long.toString(css.visits));
    }

    @Override
    public void restore(State css, Map<String, String> saved) {
      css.visits = Long.parseLong(saved.get("visits"));
    }
  }

  @BeforeEach
  void open() throws ContainerException {
    engine.start();
    stream = engine.open(host, host.live());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  /** As a subsystem of somebody else may be, of whose classes one is missing. */
  private static final class Broken implements ContainerSubsystem<Visits.State> {
    private final Error error = new NoClassDefFoundError("so that it is tried");

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public Visits.State create(Container container, Visits.@Nullable State parent) {
      return new Visits.State(container);
    }

    @Override
    public void destroy(Visits.State css) {}

    @Override
    public void fork(Visits.State css, Task task) {
      throw error;
    }

    @Override
    public void exit(Visits.State css, Task task) {
      throw error;
    }

    @Override
    public void attach(Visits.State css, Visits.State old, Task task) {
      throw error;
    }

    @Override
    public List<ControlFile<Visits.State>> files() {
      return List.of(
          ControlFile.<Visits.State>named("file")
              .reads(
                  _ -> {
                    throw error;
                  }));
    }
  }

  @Test
  void anErrorOfASubsystemHoldsNobodyUp() throws ContainerException {
    engine.addSubsystem(new Broken());
    engine.mount("broken", "/c", ROOT);
    engine.makeContainer("/c/a", ROOT);
    host.with(9, 1, 9);
    stream.fork(1, 9, 9);
    engine.attach(9, "/c/a", ROOT);
    assertEquals("9\n", engine.read("/c/a/tasks", ROOT));
    var refused =
        assertThrows(ContainerException.class, () -> engine.read("/c/a/broken.file", ROOT));
    assertEquals(Errno.EIO, refused.errno());
    stream.exit(9, null);
    engine.removeContainer("/c/a", ROOT);
    engine.unbind("broken", ROOT);
  }

  @Test
  void aTreeIsAsDeepAsAPathCanBeLong() throws ContainerException {
    var visits = new Visits();
    engine.addSubsystem(visits);
    engine.mount("visits", "/c", ROOT);
    var path = new StringBuilder("/c");
    while (path.length() + 2 <= 4096) {
      engine.makeContainer(path.append("/a").toString(), ROOT);
    }
    engine.attach(3, path.toString(), ROOT);
    engine.removeSubsystem(visits);
    engine.addSubsystem(visits);
    assertEquals("populated 1\n", engine.read("/c/a/cgroup.events", ROOT));
    engine.attach(3, "/c", ROOT);
    engine.killAndRemove("/c/a", ROOT);
  }

  @Test
  void aSubsystemThatLeavesAndComesBackHasItsStateAgain() throws ContainerException {
    var visits = new Visits();
    engine.addSubsystem(visits);
    engine.mount("visits", "/dev/container", ROOT);
    engine.makeContainer("/dev/container/a", ROOT);
    engine.attach(2, "/dev/container/a", ROOT);
    assertEquals("1\n", engine.read("/dev/container/a/visits.count", ROOT));
    assertEquals("2\n", engine.read("/dev/container/a/tasks", ROOT));
    assertEquals("1\n3\n", engine.read("/dev/container/tasks", ROOT));
    assertEquals("visits:/a\n", engine.read("/proc/2/container", ROOT));

    engine.removeSubsystem(visits);
    var gone =
        assertThrows(
            ContainerException.class, () -> engine.read("/dev/container/a/visits.count", ROOT));
    assertEquals(Errno.ENOENT, gone.errno());
    assertEquals("2\n", engine.read("/dev/container/a/tasks", ROOT));

    engine.addSubsystem(new Visits());
    assertEquals("1\n", engine.read("/dev/container/a/visits.count", ROOT));
  }

  @Test
  void aSubsystemCanChangeItsFilesWhileItIsBound() throws ContainerException {
    var visits = new Visits();
    engine.addSubsystem(visits);
    engine.mount("visits,noprefix", "/dev/container", ROOT);
    visits.fileName = "visitors";
    engine.updatedSubsystem(visits);
    assertEquals("0\n", engine.read("/dev/container/visitors", ROOT));
    assertThrows(ContainerException.class, () -> engine.read("/dev/container/count", ROOT));

    visits.fileName = "tasks";
    engine.updatedSubsystem(visits);
    assertEquals("0\n", engine.read("/dev/container/visitors", ROOT));
    assertEquals("1\n2\n3\n", engine.read("/dev/container/tasks", ROOT));
  }

  @Test
  void aContainerGoesOnlyWhenItIsEmpty() throws ContainerException {
    engine.mount("none,name=jobs", "/jobs", ROOT);
    engine.makeContainer("/jobs/a", ROOT);
    engine.write("/jobs/a/tasks", " 3 and more\n", ROOT);
    var busy =
        assertThrows(ContainerException.class, () -> engine.removeContainer("/jobs/a", ROOT));
    assertEquals("/jobs/a: Device or resource busy (EBUSY): it has tasks in it", busy.getMessage());
    stream.fork(3, 4, 4_000_000_000L);
    stream.exit(3, null);
    assertEquals("4\n", engine.read("/jobs/a/tasks", ROOT));
    stream.exit(4, null);
    engine.removeContainer("/jobs/a", ROOT);
    engine.unmount("/jobs", ROOT);
    assertEquals(List.of(), engine.hierarchies());
  }
}
