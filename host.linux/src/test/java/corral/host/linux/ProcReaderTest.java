package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcReaderTest {
  private final ProcReader proc = new ProcReader();
  private final int self = (int) ProcessHandle.current().pid();

  @AfterEach
  void close() {
    proc.close();
  }

  @Test
  void agreesWithJavaAboutThisProcess() {
    var info = proc.look(self).orElseThrow();
    long parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
    assertEquals(parent, info.parentPid());
    assertEquals(info.uid(), proc.self().uid());
    assertEquals(self, proc.self().pid());
    assertTrue(proc.lives(self));
  }

  @Test
  void takesAThreadForNoProcess() {
    int[] threads = proc.threads(self);
    assertTrue(threads.length > 1);
    assertEquals(Optional.empty(), proc.look(threads[threads.length - 1]));
  }

  @Test
  void seesAProcessUntilItIsWaitedFor() throws Exception {
    try (var child = Child.sh("read line")) {
      var info = proc.look(child.pid()).orElseThrow();
      assertEquals(self, info.parentPid());
      assertTrue(startTimes().contains(info.startTimeNanos()));
      child.end();
      assertEquals(Optional.empty(), proc.look(child.pid()));
    }
  }

  private List<Long> startTimes() throws Exception {
    return proc.census().live().stream().map(info -> info.startTimeNanos()).toList();
  }

  @Test
  void countsThreadsOfThoseThatHaveSome() throws Exception {
    var census = proc.census();
    assertTrue(census.extraThreads().getOrDefault(self, Set.of()).size() > 1);
    assertTrue(census.live().stream().anyMatch(info -> info.pid() == self));
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    assertEquals(Optional.empty(), proc.look(Integer.MAX_VALUE));
    assertEquals(0, proc.threads(Integer.MAX_VALUE).length);
  }
}
