package corral.framework.engine;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.host.TaskStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Subsystems that are bound to a hierarchy with containers and tasks, unbound, gone and back. */
class BindTest {
  private static final Caller ROOT = new Caller(1, 0, 0);

  private final Engine engine = new Engine(Limits.DEFAULT);
  private final TestHost host = new TestHost().with(1, 0, 0).with(2, 1, 0).with(3, 1, 0);
  private final Diary diary = new Diary();
  private TaskStream stream;

  /** Writes down what it is told, and refuses where a test wants it to. */
  private static final class Diary implements ContainerSubsystem<Diary.State> {
    static final class State extends SubsystemState {
      State(Container container) {
        super(container);
      }
    }

    final List<String> lines = new ArrayList<>();
    final Set<String> refuses = new HashSet<>();

    @Override
    public String name() {
      return "diary";
    }

    @Override
    public State create(Container container, @Nullable State parent) throws ContainerException {
      note("create " + container);
      return new State(container);
    }

    @Override
    public void destroy(State css) {
      add("destroy " + css.container());
    }

    @Override
    public void canAttach(State css, Task task) throws ContainerException {
      note("ask " + task.pid() + " " + css.container());
    }

    @Override
    public void cancelAttach(State css, Task task) {
      add("cancel " + task.pid());
    }

    @Override
    public void attach(State css, State old, Task task) {
      add("attach " + task.pid() + " " + css.container());
    }

    @Override
    public void fork(State css, Task task) {
      add("fork " + task.pid() + " " + css.container());
    }

    @Override
    public void adopt(State css, Task task) {
      add("adopt " + task.pid() + " " + css.container());
    }

    @Override
    public void missedExit(State css, Task task) {
      add("missed " + task.pid() + " " + css.container());
    }

    @Override
    public List<ControlFile<State>> files() {
      return List.of(ControlFile.<State>named("file").readsNumber(_ -> 0));
    }

    @Override
    public Map<String, String> save(State css) {
      return Map.of("from", css.container().path());
    }

    @Override
    public void restore(State css, Map<String, String> saved) throws ContainerException {
      note("restore " + saved.get("from"));
    }

    private void note(String line) throws ContainerException {
      if (refuses.contains(line)) {
        throw new ContainerException(Errno.EPERM, "the test wants it so");
      }
      add(line);
    }

    private void add(String line) {
      synchronized (lines) {
        lines.add(line);
      }
    }

    List<String> tellAll() {
      var all = List.copyOf(lines);
      lines.clear();
      return all;
    }
  }

  @BeforeEach
  void makeAHierarchyThatIsInUse() throws ContainerException {
    stream = engine.open(host, host.live());
    engine.addSubsystem(diary);
    engine.mount("none,name=jobs", "/jobs", ROOT);
    engine.makeContainer("/jobs/a", ROOT);
    engine.makeContainer("/jobs/a/b", ROOT);
    engine.attach(2, "/jobs/a/b", ROOT);
    diary.tellAll();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void bindingMakesStatesFromTheRootDownAndTellsOfEachTask() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    assertEquals(
        List.of("create 1:/a", "create 1:/a/b", "ask 2 1:/a/b", "attach 2 1:/a/b"),
        diary.tellAll());
    assertEquals("0\n", engine.read("/jobs/a/b/diary.file", ROOT));
    assertEquals("diary:/a/b\n", engine.read("/proc/2/container", ROOT));
    engine.bind("diary", "/jobs/a", ROOT);
    assertEquals(List.of(), diary.tellAll());
  }

  @Test
  void aRefusalUndoesTheWholeStep() throws ContainerException {
    engine.attach(3, "/jobs/a", ROOT);
    diary.refuses.add("ask 2 1:/a/b");
    assertRefused(Errno.EPERM, () -> engine.bind("diary", "/jobs", ROOT));
    assertEquals(
        List.of(
            "create 1:/a",
            "create 1:/a/b",
            "ask 3 1:/a",
            "cancel 3",
            "destroy 1:/a/b",
            "destroy 1:/a"),
        diary.tellAll());
    assertRefused(Errno.ENOENT, () -> engine.read("/jobs/a/diary.file", ROOT));
    assertEquals("name=jobs", engine.mounts().getFirst().options());
    diary.refuses.clear();
    engine.bind("diary", "/jobs", ROOT);
  }

  @Test
  void aSubsystemIsInOneHierarchyOnly() throws ContainerException {
    engine.mount("diary", "/other", ROOT);
    assertRefused(Errno.EBUSY, () -> engine.bind("diary", "/jobs", ROOT));
    engine.removeSubsystem(diary);
    diary.refuses.add("restore /");
    engine.addSubsystem(diary);
    assertRefused(Errno.EBUSY, () -> engine.bind("diary", "/jobs", ROOT));
  }

  @Test
  void aContainerCannotHaveTheNameOfAFile() throws ContainerException {
    engine.makeContainer("/jobs/a/diary.file", ROOT);
    assertRefused(Errno.EEXIST, () -> engine.bind("diary", "/jobs", ROOT));
    assertEquals(List.of(), diary.tellAll());
  }

  @Test
  void unbindingTakesEachTaskToTheRootAndTheStatesAway() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    var file = engine.open("/jobs/diary.file", ROOT);
    diary.tellAll();
    engine.unbind("diary", ROOT);
    assertEquals(List.of("attach 2 0:/", "destroy 1:/a/b", "destroy 1:/a"), diary.tellAll());
    assertRefused(Errno.ENODEV, file::read);
    assertRefused(Errno.ENOENT, () -> engine.read("/jobs/diary.file", ROOT));
    assertEquals("2\n", engine.read("/jobs/a/b/tasks", ROOT));
    assertRefused(Errno.EINVAL, () -> engine.unbind("diary", ROOT));
    engine.mount("diary", "/other", ROOT);
  }

  @Test
  void aStateThatIsHeldKeepsItFromBeingUnbound() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    diary.tellAll();
    var held = state("/jobs/a");
    var free = state("/jobs/a/b");
    assertTrue(held.tryGet());
    assertRefused(Errno.EBUSY, () -> engine.unbind("diary", ROOT));
    assertEquals(List.of(), diary.tellAll());
    assertTrue(free.tryGet());
    free.put();
    held.put();
    engine.unbind("diary", ROOT);
    assertFalse(free.tryGet());
    assertFalse(held.tryGet());
  }

  @Test
  void oneThatReturnsIsToldWhatItMissed() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    engine.attach(3, "/jobs/a", ROOT);
    engine.removeSubsystem(diary);
    fork(2, 4);
    fork(2, 5);
    stream.exit(3, null);
    stream.exit(4, null);
    diary.tellAll();
    engine.addSubsystem(diary);
    var told = diary.tellAll();
    assertEquals(
        List.of(
            "create 0:/",
            "create 1:/",
            "restore /",
            "create 1:/a",
            "restore /a",
            "create 1:/a/b",
            "restore /a/b"),
        told.subList(0, 7));
    assertEquals(
        Set.of(
            "adopt 1 1:/",
            "adopt 2 1:/a/b",
            "fork 5 1:/a/b",
            "destroy 0:/",
            "missed 3 1:/a",
            "missed 4 1:/a/b"),
        Set.copyOf(told.subList(7, told.size())));
    assertEquals(13, told.size());
    stream.exit(5, null);
    engine.removeSubsystem(diary);
    diary.tellAll();
    engine.addSubsystem(diary);
    assertEquals(List.of(), diary.tellAll().stream().filter(l -> l.startsWith("missed")).toList());
  }

  @Test
  void whatANewerVersionCannotReadIsKeptForTheNext() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    engine.removeSubsystem(diary);
    stream.exit(2, null);
    var newer = new Diary();
    newer.refuses.add("restore /a");
    engine.addSubsystem(newer);
    var report = engine.subsystems().getFirst();
    assertEquals(SubsystemReport.State.REFUSED, report.state());
    assertEquals(
        "it cannot return to its place: Operation not permitted (EPERM): the test wants it so",
        report.reason());
    assertEquals("diary,name=jobs", engine.mounts().getFirst().options());
    engine.removeSubsystem(newer);
    diary.tellAll();
    engine.addSubsystem(diary);
    var told = diary.tellAll();
    assertTrue(
        told.containsAll(List.of("restore /", "restore /a", "restore /a/b", "missed 2 1:/a/b")));
    assertEquals(SubsystemReport.State.BOUND, engine.subsystems().getFirst().state());
  }

  @Test
  void oneThatWasRefusedCanBeBoundAgainByHand() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    engine.removeSubsystem(diary);
    engine.makeContainer("/jobs/diary.file", ROOT);
    engine.addSubsystem(diary);
    assertEquals(SubsystemReport.State.REFUSED, engine.subsystems().getFirst().state());
    engine.removeContainer("/jobs/diary.file", ROOT);
    engine.bind("diary", "/jobs", ROOT);
    assertEquals(SubsystemReport.State.BOUND, engine.subsystems().getFirst().state());
    assertTrue(diary.tellAll().containsAll(List.of("restore /", "restore /a", "restore /a/b")));
  }

  @Test
  void aHierarchyNeedNotWaitForEver() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    engine.removeSubsystem(diary);
    engine.unbind("diary", ROOT);
    assertEquals("name=jobs", engine.mounts().getFirst().options());
    assertRefused(Errno.ENOENT, () -> engine.unbind("diary", ROOT));
    diary.tellAll();
    engine.addSubsystem(diary);
    var told = diary.tellAll();
    assertEquals("create 0:/", told.getFirst());
    assertEquals(
        Set.of("adopt 1 0:/", "adopt 2 0:/", "adopt 3 0:/"),
        Set.copyOf(told.subList(1, told.size())));
  }

  @Test
  void aHierarchyThatNoMountCouldFindStaysMounted() throws ContainerException {
    engine.mount("diary", "/d", ROOT);
    engine.makeContainer("/d/a", ROOT);
    engine.unbind("diary", ROOT);
    assertRefused(Errno.EBUSY, () -> engine.unmount("/d", ROOT));
    engine.removeContainer("/d/a", ROOT);
    engine.unmount("/d", ROOT);
  }

  private Diary.State state(String path) throws ContainerException {
    return requireNonNull(engine.container(path).state(diary));
  }

  private void fork(int parentPid, int pid) {
    host.with(pid, parentPid, 0);
    stream.fork(parentPid, pid, pid * 1_000_000_000L);
  }

  private static void assertRefused(Errno errno, Executable operation) {
    assertEquals(errno, assertThrows(ContainerException.class, operation).errno());
  }
}
