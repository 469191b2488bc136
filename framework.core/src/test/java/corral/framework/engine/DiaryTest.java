package corral.framework.engine;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.TaskStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/**
 * A hierarchy {@code /jobs} with the containers {@code a} and {@code a/b}, tasks 1 to 3, of which 2
 * is in {@code a/b}, and a {@link Diary} that is bound nowhere.
 */
abstract class DiaryTest {
  static final Caller ROOT = new Caller(1, 0, 0);

  final Engine engine = new Engine(Limits.DEFAULT);
  final TestHost host = new TestHost().with(1, 0, 0).with(2, 1, 0).with(3, 1, 0);
  final Diary diary = new Diary();
  private TaskStream stream;

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

  Diary.State state(String path) throws ContainerException {
    return requireNonNull(engine.container(path).state(diary));
  }

  void fork(int parentPid, int pid) {
    host.with(pid, parentPid, 0);
    stream.fork(parentPid, pid, pid * 1_000_000_000L);
  }

  void end(int pid) {
    host.tasks.remove(pid);
    stream.exit(pid, null);
  }

  static void assertRefused(Errno errno, Executable operation) {
    assertEquals(errno, assertThrows(ContainerException.class, operation).errno());
  }
}
