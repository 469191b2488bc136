package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.NamespaceKind;
import corral.framework.api.host.Namespaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinuxNamespacesTest {
  @AutoClose private final ProcReader proc = new ProcReader();
  private final LinuxNamespaces namespaces = new LinuxNamespaces(proc);

  @Test
  void areThoseThatTheKernelShows() throws Exception {
    int self = proc.self().pid();
    var ids = namespaces.of(self);
    for (var kind : NamespaceKind.values()) {
      var link = Path.of("/proc/self/ns", kind.word());
      if (Files.exists(link)) {
        assertEquals(
            kind.word() + ":[" + ids.id(kind) + "]", Files.readSymbolicLink(link).toString());
      } else {
        assertEquals(0, ids.id(kind));
      }
      assertEquals(ids.id(kind), namespaces.of(self, kind));
    }
  }

  @Test
  void oneThatHasEndedHasNone() throws Exception {
    int pid;
    try (var child = Child.sh("read line")) {
      pid = child.pid();
      assertEquals(namespaces.of(proc.self().pid()), namespaces.of(pid));
    }
    assertEquals(
        Errno.ESRCH, assertThrows(ContainerException.class, () -> namespaces.of(pid)).errno());
    assertEquals(
        Errno.ESRCH,
        assertThrows(ContainerException.class, () -> namespaces.of(pid, NamespaceKind.NET))
            .errno());
  }

  @Test
  void everyExecIsToldUntilNobodyListens() throws Exception {
    var executed = new Executed();
    try (var host = TestHost.listening(new RecordedEvents())) {
      var watching = host.namespaces.watch(executed);
      try (var child = Child.sh("read line; exec cat")) {
        child.end();
        executed.await(child.pid());
      }
      assertTrue(host.namespaces.telling().contains("connector"));
      watching.close();
      executed.pids.clear();
      try (var child = Child.sh("read line")) {
        assertTrue(child.pid() > 0);
      }
      assertEquals(Set.of(), executed.pids.keySet());
    }
  }

  /** Who has executed something. */
  private static final class Executed implements Namespaces.Watcher {
    final ConcurrentHashMap<Integer, CompletableFuture<Void>> pids = new ConcurrentHashMap<>();

    @Override
    public void changed(int pid) {
      of(pid).complete(null);
    }

    private CompletableFuture<Void> of(int pid) {
      return pids.computeIfAbsent(pid, _ -> new CompletableFuture<>());
    }

    void await(int pid) {
      of(pid).join();
    }

    @Override
    public CompletableFuture<Void> follow(int pid) {
      return CompletableFuture.completedFuture(null);
    }
  }
}
