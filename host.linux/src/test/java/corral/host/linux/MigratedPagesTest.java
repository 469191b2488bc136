package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the kernel of this machine answers, which has one memory node as a rule. */
class MigratedPagesTest {
  private final MigratedPages pages = new MigratedPages();
  private final IndexSet online = new LinuxMachine().onlineMemoryNodes();
  private Child child;

  @BeforeEach
  void start() throws IOException {
    child = Child.sh("echo ready; read end");
    child.hear();
  }

  @AfterEach
  void end() {
    child.close();
  }

  @Test
  void whatIsWhereItBelongsIsLeftThere() throws ContainerException {
    assertEquals(0, pages.migrate(child.pid(), online, online));
  }

  @Test
  void aNodeThatThereIsNotHasNoMemory() {
    var beyond = IndexSet.of(online.last() + 1);
    assertEquals(isRoot() ? Errno.EINVAL : Errno.EPERM, refusal(child.pid(), beyond));
    assertEquals(Errno.EINVAL, refusal(child.pid(), IndexSet.of(100_000)));
    assertEquals(Errno.EINVAL, refusal(child.pid(), IndexSet.EMPTY));
  }

  @Test
  void aProcessThatHasEndedHasNoPages() throws IOException, InterruptedException {
    child.end();
    assertEquals(Errno.ESRCH, refusal(child.pid(), online));
  }

  @Test
  void thePagesOfInitAreNotForEverybody() {
    assumeFalse(isRoot(), "needs an ordinary user");
    assertEquals(Errno.EPERM, refusal(1, online));
  }

  private static boolean isRoot() {
    try (var proc = new ProcReader()) {
      return proc.self().uid() == 0;
    }
  }

  private Errno refusal(int pid, IndexSet to) {
    return assertThrows(ContainerException.class, () -> pages.migrate(pid, online, to)).errno();
  }
}
