package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Corral as an ordinary user runs it: the roots are his, and so are all moves of his processes. */
class UnprivilegedTest {
  private static final Caller SELF = new Caller(2, 1000, 100);
  private static final Caller OTHER = new Caller(4, 1001, 100);

  private final Engine engine = new Engine(Limits.DEFAULT);

  private final TestHost host =
      new TestHost() {
        @Override
        public Caller self() {
          return SELF;
        }
      }.with(1, 0, 0).with(2, 1, 1000).with(3, 2, 1000).with(4, 1, 1001);

  @BeforeEach
  void open() throws ContainerException {
    engine.start();
    engine.open(host, host.live());
    engine.mount("none,name=jobs", "/m", SELF);
    engine.makeContainer("/m/a", SELF);
    engine.makeContainer("/m/b", SELF);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static void assertRefused(Errno errno, Executable operation) {
    assertEquals(errno, assertThrows(ContainerException.class, operation).errno());
  }

  @Test
  void movesItsOwnProcessesEverywhere() throws ContainerException {
    for (var path : List.of("/m/a", "/m/b", "/m", "/m/b")) {
      engine.attach(3, path, SELF);
    }
    assertEquals(List.of(3), engine.container("/m/b").tasks().stream().map(Task::pid).toList());
  }

  @Test
  void movesNobodyElses() {
    assertRefused(Errno.EACCES, () -> engine.attach(1, "/m/a", SELF));
    assertRefused(Errno.EACCES, () -> engine.attach(4, "/m/a", SELF));
    assertRefused(Errno.EACCES, () -> engine.attach(4, "/m/a", OTHER));
  }

  @Test
  void cannotGiveAway() {
    assertRefused(Errno.EPERM, () -> engine.changeOwner("/m/a", 1001, 100, SELF));
  }
}
