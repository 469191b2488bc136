package corral.host.sim;

import static corral.framework.api.host.NamespaceKind.NET;
import static corral.framework.api.host.NamespaceKind.PID;
import static corral.framework.api.host.NamespaceKind.UTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Namespaces;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SimNamespacesTest {
  private static final int INIT = 1;

  private final SimMachine machine = new SimMachine(SimSettings.DEFAULT);
  private final SimNamespaces namespaces = new SimNamespaces(machine);

  @Test
  void areTheParentsUntilTheyAreUnshared() throws ContainerException {
    int pid = machine.fork(INIT);
    var before = namespaces.of(pid);
    assertEquals(namespaces.of(INIT), before);
    namespaces.unshare(pid, List.of(NET));
    assertNotEquals(before.id(NET), namespaces.of(pid, NET));
    assertEquals(before.id(UTS), namespaces.of(pid, UTS));
    assertEquals(namespaces.of(pid), namespaces.of(machine.fork(pid)));
  }

  @Test
  void ofProcessIdsTheChildrenGetNewOnes() throws ContainerException {
    int pid = machine.fork(INIT);
    namespaces.unshare(pid, List.of(PID));
    assertEquals(namespaces.of(INIT), namespaces.of(pid));
    int child = machine.fork(pid);
    assertNotEquals(namespaces.of(pid, PID), namespaces.of(child, PID));
    assertEquals(namespaces.of(child), namespaces.of(machine.fork(pid)));
  }

  @Test
  void aCloneBeginsInThem() throws ContainerException {
    int child = namespaces.clone(INIT, List.of(NET, PID));
    assertNotEquals(namespaces.of(INIT, NET), namespaces.of(child, NET));
    assertNotEquals(namespaces.of(INIT, PID), namespaces.of(child, PID));
  }

  @Test
  void thoseOfAnotherCanBeEntered() throws ContainerException {
    int one = machine.fork(INIT);
    int other = machine.fork(INIT);
    namespaces.unshare(one, List.of(NET, UTS));
    namespaces.enter(other, one, List.of(NET));
    assertEquals(namespaces.of(one, NET), namespaces.of(other, NET));
    assertNotEquals(namespaces.of(one, UTS), namespaces.of(other, UTS));
  }

  @Test
  void everyChangeIsToldButAQuietOne() throws ContainerException {
    var told = new ArrayList<Integer>();
    int pid = machine.fork(INIT);
    try (var _ = namespaces.watch(recording(told))) {
      namespaces.unshare(pid, List.of(NET));
      namespaces.unshareQuietly(pid, List.of(NET));
      assertEquals(List.of(pid), told);
    }
    namespaces.unshare(pid, List.of(NET));
    assertEquals(List.of(pid), told);
  }

  private static Namespaces.Watcher recording(List<Integer> told) {
    return new Namespaces.Watcher() {
      @Override
      public void changed(int pid) {
        told.add(pid);
      }

      @Override
      public CompletableFuture<Void> follow(int pid) {
        told.add(pid);
        return CompletableFuture.completedFuture(null);
      }
    };
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertRefused(Errno.EINVAL, () -> namespaces.unshare(INIT, List.of()));
    assertRefused(Errno.ESRCH, () -> namespaces.unshare(4711, List.of(NET)));
    assertRefused(Errno.ESRCH, () -> namespaces.enter(INIT, 4711, List.of(NET)));
    assertRefused(Errno.ESRCH, () -> namespaces.clone(4711, List.of(NET)));
  }

  private static void assertRefused(Errno errno, Executable call) {
    assertEquals(errno, assertThrows(ContainerException.class, call).errno());
  }
}
