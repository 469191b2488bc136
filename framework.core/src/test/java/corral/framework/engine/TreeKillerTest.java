package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.TaskStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot be shown with a machine that ends whom it is told to end. */
class TreeKillerTest {
  private static final Caller ROOT = new Caller(1, 0, 0);

  private final Core core = new Core(Limits.DEFAULT);
  private final Membership membership = new Membership(core);
  private final HostLink link = new HostLink(core, membership);
  private final Tree tree = new Tree(core, membership);
  private final TestHost host = new TestHost().with(1, 0, 0).with(2, 1, 0).with(3, 2, 0);
  private final List<Integer> signalled = new ArrayList<>();
  private ContainerNode top;
  private TaskStream stream;

  @BeforeEach
  void fill() throws ContainerException {
    stream = link.open(host, host.live());
    var hierarchy = new HierarchyRoot(core, 1, 1, "jobs", false, FileTable.EMPTY, ROOT);
    core.hierarchies(List.of(core.hierarchyZero(), hierarchy));
    membership.regroup((_, _, _) -> {});
    top = tree.make(hierarchy.rootNode(), "top", ROOT);
    membership.attach(link.find(2).task(), top);
    membership.attach(link.find(3).task(), tree.make(top, "below", ROOT));
  }

  private TreeKiller killer(Duration patience) {
    return new TreeKiller(
        core, membership, link, tree, () -> (pid, _, _) -> signalled.add(pid), patience);
  }

  @Test
  void aTaskThatDoesNotEndKeepsEverything() {
    var refusal =
        assertThrows(
            ContainerException.class, () -> killer(Duration.ZERO).killAndRemove(top, ROOT));
    assertEquals("Device or resource busy (EBUSY): task 2 does not end", refusal.getMessage());
    assertEquals(List.of(2, 3), signalled);
    assertEquals(2, top.subtree().filter(container -> !container.isRemoved()).count());
  }

  @Test
  void whoWaitsCanBeInterrupted() {
    Thread.currentThread().interrupt();
    var refusal =
        assertThrows(
            ContainerException.class, () -> killer(Duration.ofDays(1)).killAndRemove(top, ROOT));
    assertEquals(Errno.EINTR, refusal.errno());
    assertTrue(Thread.interrupted());
  }

  @Test
  void aTaskThatIsMovedAwayWhileItDiesIsWaitedForNoMore() throws Exception {
    var killer = killer(Duration.ofDays(1));
    var elsewhere = top.hierarchy().rootNode();
    var away =
        new Thread(
            () -> {
              while (signalled.size() < 2) {
                Thread.onSpinWait();
              }
              core.lock.lock();
              try {
                membership.attach(link.find(2).task(), elsewhere);
              } catch (ContainerException e) {
                throw new IllegalStateException(e);
              } finally {
                core.lock.unlock();
              }
              stream.exit(3, null);
            });
    away.start();
    killer.killAndRemove(top, ROOT);
    away.join();
    assertTrue(top.isRemoved());
    assertEquals(List.of(), elsewhere.children());
  }
}
