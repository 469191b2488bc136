package corral.subsys.ns;

import static corral.framework.api.host.NamespaceKind.IPC;
import static corral.framework.api.host.NamespaceKind.MNT;
import static corral.framework.api.host.NamespaceKind.NET;
import static corral.framework.api.host.NamespaceKind.PID;
import static corral.framework.api.host.NamespaceKind.USER;
import static corral.framework.api.host.NamespaceKind.UTS;
import static corral.host.sim.Faults.Operation.NAMESPACES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Host.LaunchRequest;
import corral.framework.api.host.NamespaceKind;
import corral.testkit.Testbed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets which container, on a machine that tells every change. */
@Timeout(120)
class FollowingTest {
  @AutoClose private final TestBench bench;
  private final Testbed testbed;

  FollowingTest() throws ContainerException {
    bench = new TestBench();
    testbed = bench.testbed;
  }

  @Test
  void whoUnsharesGetsAContainerOfItsOwn() throws ContainerException {
    int pid = bench.fork();
    bench.unshare(pid, NET, UTS);
    assertEquals("/node_" + pid, bench.place(pid));
    assertEquals(List.of(pid), testbed.members("/n/node_" + pid));
  }

  @Test
  void whoIsClonedIntoNewNamespacesDoesToo() throws ContainerException {
    int parent = bench.fork();
    int child = bench.clone(parent, PID, MNT);
    assertEquals("/", bench.place(parent));
    assertEquals("/node_" + child, bench.place(child));
  }

  @Test
  void theContainerGoesWithItsLastTask() throws Exception {
    int pid = bench.fork();
    bench.unshare(pid, NET);
    int child = testbed.fork(pid);
    testbed.exit(pid);
    assertEquals("/node_" + pid, bench.place(child));
    testbed.exit(child);
    bench.awaitGone("/n/node_" + pid);
  }

  @Test
  void containersNestAsNamespacesDo() throws Exception {
    int pid = bench.fork();
    bench.unshare(pid, NET);
    int child = bench.clone(pid, PID);
    assertEquals("/node_%d/node_%d".formatted(pid, child), bench.place(child));
    testbed.exit(pid);
    assertTrue(bench.exists("/n/node_" + pid));
    testbed.exit(child);
    bench.awaitGone("/n/node_" + pid);
  }

  @Test
  void whoIsAloneInItsOwnKeepsIt() throws ContainerException {
    int pid = bench.fork();
    bench.unshare(pid, USER);
    bench.unshare(pid, NET, MNT);
    assertEquals("/node_" + pid, bench.place(pid));
    int child = testbed.fork(pid);
    bench.unshare(pid, IPC);
    assertEquals("/node_" + pid, bench.place(child));
    assertEquals("/node_%1$d/node_%1$d".formatted(pid), bench.place(pid));
  }

  @Test
  void aContainerThatAPersonMadeIsKeptToo() throws Exception {
    testbed.mkdir("/n/a");
    int pid = testbed.forkInto("/n/a");
    bench.unshare(pid, NET);
    assertEquals("/a/node_" + pid, bench.place(pid));
    testbed.exit(pid);
    bench.awaitGone("/n/a/node_" + pid);
    assertTrue(bench.exists("/n/a"));
  }

  @Test
  void childrenThatBeginInNewNamespacesGetTheirOwn() throws Exception {
    int pid = bench.fork();
    bench.unshare(pid, PID);
    assertEquals("/", bench.place(pid));
    int child = testbed.fork(pid);
    bench.await(child, "/node_" + child);
  }

  @Test
  void whoEntersNamespacesGoesWhereTheyAre() throws Exception {
    int first = bench.fork();
    bench.unshare(first, NET, UTS);
    int second = bench.fork();
    bench.enter(second, first, NET);
    assertEquals("/node_" + second, bench.place(second));
    bench.enter(second, first, UTS);
    assertEquals("/node_" + first, bench.place(second));
    bench.awaitGone("/n/node_" + second);
    bench.enter(second, Testbed.INIT, NET, UTS);
    assertEquals("/", bench.place(second));
  }

  @Test
  void whoWasInOtherNamespacesBeforeStaysAndIsFollowedFromThenOn() throws ContainerException {
    testbed.unmount("/n");
    int early = bench.fork();
    bench.unshare(early, NET);
    testbed.mount("ns", "/n");
    int late = bench.fork();
    bench.unshare(late, UTS);
    assertEquals("/", bench.place(early));
    int child = testbed.fork(early);
    bench.unshare(child, UTS);
    assertEquals("/node_" + child, bench.place(child));
    assertEquals("/", bench.place(early));
    int visitor = bench.fork();
    bench.enter(visitor, early, NET);
    assertEquals("/", bench.place(visitor));
  }

  @Test
  void nothingIsKnownAnyMoreWhenAnotherHierarchyBegins() throws ContainerException {
    int pid = bench.fork();
    bench.unshare(pid, NET);
    testbed.unbind("ns");
    bench.leave();
    bench.comeBack();
    testbed.mount("ns", "/again");
    bench.awaitLook();
    var root = testbed.admin().container("/again");
    assertEquals(List.of(), root.children());
    bench.unshare(pid, UTS);
    assertEquals(1, root.children().size());
    testbed.unbind("ns");
    testbed.attach(pid, "/n");
  }

  @Test
  void aNameThatIsTakenLeavesTheTaskWhereItIsAndIsSaid() throws ContainerException {
    int pid = bench.fork();
    testbed.mkdir("/n/node_" + pid);
    bench.unshare(pid, NET);
    assertEquals("/", bench.place(pid));
    assertEquals("by each change; but not of " + pid + " (EEXIST)", followed());
    testbed.exit(pid);
    assertEquals("by each change", followed());
  }

  @Test
  void whatCannotBeLookedAtIsNotFollowed() throws ContainerException {
    int pid = bench.fork();
    bench.awaitLook();
    testbed.machine().faults().refuse(NAMESPACES, pid, Errno.EACCES);
    bench.unshare(pid, NET);
    assertEquals("/", bench.place(pid));
  }

  @Test
  void aProgramBeginsInAContainerOfItsOwn() throws ContainerException {
    var request = new LaunchRequest(List.of("sleep"), Map.of(), false, Set.of(NET, UTS));
    try (var launch = testbed.host().launch(request)) {
      assertEquals("/", bench.place(launch.pid()));
      launch.go();
      assertEquals("/node_" + launch.pid(), bench.place(launch.pid()));
      launch.kill();
    }
  }

  @Test
  void theFilesShowWhatTheKernelShows() throws ContainerException {
    int pid = bench.fork();
    bench.unshare(pid, NET);
    for (var kind : NamespaceKind.values()) {
      var id = bench.namespaces.of(pid, kind);
      assertEquals(
          kind.word() + ":[" + id + "]\n",
          testbed.read("/n/node_%d/ns.%s".formatted(pid, kind.word())));
    }
    assertFalse(testbed.read("/n/ns.net").equals(testbed.read("/n/node_" + pid + "/ns.net")));
    testbed.mkdir("/n/a");
    assertEquals("", testbed.read("/n/a/ns.net"));
  }

  @Test
  void aRootWithSeveralShowsAll() throws ContainerException {
    testbed.unmount("/n");
    int early = bench.fork();
    bench.unshare(early, NET);
    testbed.mount("ns", "/n");
    assertEquals(2, testbed.read("/n/ns.net").lines().count());
    assertEquals(1, testbed.read("/n/ns.uts").lines().count());
  }

  @Test
  void theFilesAreReadOnly() {
    Arrays.stream(NamespaceKind.values())
        .forEach(
            kind ->
                Testbed.assertRefused(
                    Errno.EACCES, () -> testbed.write("/n/ns." + kind.word(), "1")));
  }

  @Test
  void removalKillsEverybodyBelow() throws ContainerException {
    int pid = bench.fork();
    bench.unshare(pid, NET);
    int child = bench.clone(pid, PID);
    int grandchild = testbed.fork(child);
    testbed.admin().killAndRemove("/n/node_" + pid, Testbed.ROOT);
    assertFalse(bench.exists("/n/node_" + pid));
    for (int killed : List.of(pid, child, grandchild)) {
      assertTrue(testbed.machine().process(killed).isEmpty());
    }
  }

  @Test
  void withoutTheHostNothingIsFollowedAndThatIsSaid() throws ContainerException {
    try (var poor = new Testbed()) {
      poor.add(new NsSubsystem(null));
      poor.mount("ns", "/n");
      var refusal = Testbed.assertRefused(Errno.ENOSYS, () -> poor.read("/n/ns.net"));
      assertEquals("the host cannot tell namespaces", refusal.reason());
      var promises = poor.report("ns").enforcement();
      assertEquals(List.of(true, false, false), promises.stream().map(p -> p.enforced()).toList());
    }
  }

  private String followed() {
    return testbed.report("ns").enforcement().stream()
        .filter(promise -> promise.what().equals("node_PID"))
        .findFirst()
        .orElseThrow()
        .how();
  }
}
