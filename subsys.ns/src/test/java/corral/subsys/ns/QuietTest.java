package corral.subsys.ns;

import static corral.framework.api.host.NamespaceKind.NET;
import static corral.framework.api.host.NamespaceKind.PID;
import static corral.framework.api.host.NamespaceKind.UTS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import corral.testkit.Testbed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What nobody tells is found by looking, also what happened while the bundle was away. */
@Timeout(120)
class QuietTest {
  @AutoClose private final TestBench bench;
  private final Testbed testbed;

  QuietTest() throws ContainerException {
    bench = new TestBench(false);
    testbed = bench.testbed;
  }

  @Test
  void isFoundByALookAtEveryTask() throws Exception {
    int pid = bench.fork();
    bench.unshareQuietly(pid, NET);
    bench.await(pid, "/node_" + pid);
  }

  @Test
  void aChildForkedBeforeItWasFoundGoesWithItsParent() throws Exception {
    int pid = bench.fork();
    int before = testbed.fork(pid);
    bench.unshareQuietly(pid, NET);
    int after = testbed.fork(pid);
    bench.await(after, "/node_" + pid);
    bench.await(pid, "/node_" + pid);
    assertEquals("/", bench.place(before));
  }

  @Test
  void aChildThatHasMoreNewOnesIsBelowItsParent() throws Exception {
    int pid = bench.fork();
    bench.unshareQuietly(pid, NET, PID);
    int child = testbed.fork(pid);
    bench.await(child, "/node_%d/node_%d".formatted(pid, child));
    assertEquals("/node_" + pid, bench.place(pid));
  }

  @Test
  void brothersOfAParentThatHasEndedAreTogether() throws Exception {
    bench.leave();
    int pid = bench.fork();
    bench.unshareQuietly(pid, NET);
    int one = testbed.fork(pid);
    int other = testbed.fork(pid);
    testbed.exit(pid);
    bench.comeBack();
    TestBench.await(() -> isTogetherInOwn(one, other), one + " and " + other + " are apart");
  }

  private boolean isTogetherInOwn(int one, int other) throws ContainerException {
    var place = bench.place(one);
    return place.equals(bench.place(other)) && place.startsWith("/node_");
  }

  @Test
  void whatHappenedWhileTheBundleWasAwayIsMadeUpFor() throws Exception {
    int stays = bench.fork();
    bench.unshareQuietly(stays, UTS);
    bench.await(stays, "/node_" + stays);
    int changes = bench.fork();
    bench.leave();
    bench.unshareQuietly(changes, NET);
    int child = testbed.fork(changes);
    int inOld = testbed.fork(stays);
    bench.comeBack();
    bench.await(changes, "/node_" + changes);
    bench.await(child, "/node_" + changes);
    assertEquals("/node_" + stays, bench.place(inOld));
    bench.leave();
    testbed.exit(changes);
    testbed.exit(child);
    bench.comeBack();
    bench.awaitGone("/n/node_" + changes);
  }

  @Test
  void whoWasThereBeforeIsStillKnownAfterARestart() throws Exception {
    testbed.unmount("/n");
    int early = bench.fork();
    bench.unshareQuietly(early, NET);
    testbed.mount("ns", "/n");
    bench.awaitLook();
    bench.leave();
    bench.comeBack();
    int late = bench.fork();
    bench.unshareQuietly(late, UTS);
    bench.await(late, "/node_" + late);
    assertEquals("/", bench.place(early));
  }

  /**
   * Tasks fork, unshare and end, while the bundle comes and goes; in the end everybody is with
   * those, and only those, who have the same namespaces.
   */
  @Test
  void nothingIsLostWhileTheBundleComesAndGoes() throws Exception {
    long seed = Long.getLong("corral.seed", new Random().nextLong());
    System.Logger log = System.getLogger(QuietTest.class.getName());
    log.log(System.Logger.Level.INFO, "-Dcorral.seed={0}", Long.toString(seed));
    var random = new Random(seed);
    var pids = new ArrayList<Integer>();
    pids.add(bench.fork());
    for (int step = 0; step < 3000; step++) {
      int pid = pids.get(random.nextInt(pids.size()));
      switch (random.nextInt(step % 100 == 0 ? 4 : 3)) {
        case 0 -> {
          if (pids.size() < 60) {
            pids.add(testbed.fork(pid));
          }
        }
        case 1 -> {
          if (random.nextInt(4) == 0) {
            bench.unshareQuietly(pid, NET);
          }
        }
        case 2 -> {
          if (pids.size() > 1) {
            testbed.exit(pid);
            pids.remove(Integer.valueOf(pid));
          }
        }
        default -> {
          bench.leave();
          bench.comeBack();
        }
      }
    }
    TestBench.await(() -> isEverybodyPlaced(pids), "misplaced, with seed " + seed);
  }

  private boolean isEverybodyPlaced(Iterable<Integer> pids) throws ContainerException {
    Map<Object, String> places = new HashMap<>();
    Map<String, Object> namespaces = new HashMap<>();
    for (int pid : pids) {
      var ids = bench.namespaces.of(pid);
      var place = bench.place(pid);
      if (!places.computeIfAbsent(ids, _ -> place).equals(place)
          || !namespaces.computeIfAbsent(place, _ -> ids).equals(ids)) {
        return false;
      }
    }
    return true;
  }
}
