package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A task that is named before its fork was told is taken up at once. What is told of it while that
 * happens must neither leave one behind that has ended nor end one that lives.
 */
class TakenUpTasksTest {
  private static final Caller ROOT = new Caller(0, 0, 0);
  private static final int PID = 20;
  private static final int PARENT = 10;

  private final Engine engine = new Engine(Limits.DEFAULT);

  /** What happens between a first look at a process and the next step, by pid. */
  private final Map<Integer, Runnable> afterLook = new HashMap<>();

  private final TestHost host =
      new TestHost() {
        @Override
        public Optional<TaskInfo> look(int pid) {
          var seen = super.look(pid);
          var then = afterLook.remove(pid);
          if (then != null) {
            then.run();
          }
          return seen;
        }
      };

  private TaskStream stream;

  @BeforeEach
  void open() throws ContainerException {
    engine.start();
    host.with(1, 0, 0);
    stream = engine.open(host, host.live());
    engine.mount("none,name=a", "/a", ROOT);
    engine.makeContainer("/a/x", ROOT);
  }

  @AfterEach
  void close() {
    stream.close();
    engine.close();
  }

  @Test
  void isFoundWithItsParent() throws ContainerException {
    start(PARENT, 1, 5);
    start(PID, PARENT, 6);
    engine.attach(PID, "/a/x", ROOT);
    assertEquals(List.of(1, PARENT, PID), pids());
  }

  @Test
  void thatHasEndedMeanwhileIsGone() {
    start(PID, 1, 5);
    afterLook.put(
        PID,
        () -> {
          stream.fork(1, PID, seconds(5));
          end(PID);
        });
    assertNoSuchTask();
    assertEquals(List.of(1), pids());
  }

  @Test
  void whoseParentHasEndedMeanwhileLeavesNoParentBehind() throws ContainerException {
    start(PARENT, 1, 5);
    start(PID, PARENT, 6);
    afterLook.put(PARENT, () -> end(PARENT));
    engine.attach(PID, "/a/x", ROOT);
    assertEquals(List.of(1, PID), pids());
  }

  @Test
  void whosePidIsAnothersByNowIsThatOne() throws ContainerException {
    start(PID, 1, 5);
    afterLook.put(
        PID,
        () -> {
          stream.fork(1, PID, seconds(5));
          end(PID);
          start(PID, 1, 8);
        });
    engine.attach(PID, "/a/x", ROOT);
    assertEquals(seconds(8), only("/a/x").startTimeNanos());
  }

  @Test
  void isNotTakenForTheNextOneWithItsPid() throws ContainerException {
    start(PID, 1, 5);
    afterLook.put(
        PID,
        () -> {
          end(PID);
          start(PID, 1, 8);
          stream.fork(1, PID, seconds(8));
        });
    engine.attach(PID, "/a/x", ROOT);
    assertEquals(seconds(8), only("/a/x").startTimeNanos());
    assertEquals(List.of(1, PID), pids());
  }

  @Test
  void staysThroughARepairWhoseListIsOlder() throws ContainerException {
    var list = host.live();
    start(PID, 1, 5);
    engine.attach(PID, "/a/x", ROOT);
    stream.repair(list);
    assertEquals(PID, only("/a/x").pid());
  }

  /** The process is there; nobody has told of it yet. */
  private void start(int pid, int parent, int second) {
    host.tasks.put(pid, new TaskInfo(pid, parent, seconds(second), 0, 0, false, ""));
  }

  private void end(int pid) {
    host.tasks.remove(pid);
    stream.exit(pid, null);
  }

  private void assertNoSuchTask() {
    var refusal = assertThrows(ContainerException.class, () -> engine.attach(PID, "/a/x", ROOT));
    assertEquals(Errno.ESRCH, refusal.errno());
  }

  private List<Integer> pids() {
    return engine.tasks().stream().map(Task::pid).sorted().toList();
  }

  private Task only(String path) throws ContainerException {
    var tasks = engine.container(path).tasks();
    assertEquals(1, tasks.size());
    return tasks.getFirst();
  }

  private static long seconds(int second) {
    return second * 1_000_000_000L;
  }
}
