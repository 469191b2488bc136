package corral.subsys.beancounter;

import static corral.subsys.beancounter.api.BuiltInResource.NUMFILES;
import static corral.subsys.beancounter.api.Severity.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.host.sim.Faults;
import corral.testkit.Testbed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A group is held to its limit of open files, whoever of it opens them. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FileQuotasTest {
  private static final int STANDARD = 3;

  private final TestBench bench = TestBench.still();

  /** Beside those of the bench, so that the test says when they look. */
  private final FileQuotas quotas = new FileQuotas(bench.files);

  FileQuotasTest() throws ContainerException {}

  @AfterEach
  void close() {
    bench.close();
  }

  private List<Integer> members(int number) throws ContainerException {
    var members = new ArrayList<Integer>();
    for (int i = 0; i < number; i++) {
      members.add(bench.testbed.forkInto("/c/a"));
    }
    return members;
  }

  private void tune() throws ContainerException {
    quotas.tune(bench.account("/c/a"));
  }

  private long held() throws ContainerException {
    return Long.parseLong(bench.read("/c/a/beancounter.numfiles.held"));
  }

  /** Opens as many files as it may; how many these are. */
  private int openAll(int pid) throws ContainerException {
    int before = bench.files.count(pid);
    Testbed.assertRefused(Errno.EMFILE, () -> bench.machine.openFiles(pid, 10_000));
    return bench.files.count(pid) - before;
  }

  @Test
  void allMembersTogetherNeverPassTheLimit() throws ContainerException {
    bench.stopWatching();
    var members = members(20);
    bench.limit("/c/a", "numfiles", 400);
    tune();
    int opened = 0;
    for (int pid : members) {
      opened += openAll(pid);
    }
    assertEquals(400 - 20 * STANDARD, opened);
    tune();
    assertEquals(400, held());
    for (int pid : members) {
      assertEquals(0, openAll(pid));
    }
  }

  @Test
  void oneMemberComesToHaveAllThatTheOthersLeave() throws ContainerException {
    bench.stopWatching();
    var members = members(20);
    bench.limit("/c/a", "numfiles", 400);
    int hog = members.getFirst();
    int looks = 0;
    do {
      tune();
      looks++;
    } while (openAll(hog) > 0);
    assertEquals(400, held());
    assertTrue(looks < 15, looks + " looks");
  }

  @Test
  void whatOneClosesAnotherMayOpen() throws ContainerException {
    bench.stopWatching();
    var members = members(2);
    bench.limit("/c/a", "numfiles", 100);
    tune();
    members.forEach(
        pid -> {
          try {
            openAll(pid);
          } catch (ContainerException e) {
            throw new AssertionError(e);
          }
        });
    bench.machine.closeFiles(members.get(0), 40);
    tune();
    int opened = 0;
    for (int look = 0; look < 10; look++) {
      opened += openAll(members.get(1));
      tune();
    }
    assertEquals(40, opened);
  }

  @Test
  void aLowerLimitKeepsWhatIsOpenAndGivesNoMore() throws ContainerException {
    bench.stopWatching();
    var members = members(4);
    bench.limit("/c/a", "numfiles", 100);
    tune();
    bench.machine.openFiles(members.get(0), 20);
    bench.limit("/c/a", "numfiles", 10);
    tune();
    for (int pid : members) {
      assertEquals(0, openAll(pid));
    }
    assertEquals(20 + 4 * STANDARD, held());
  }

  @Test
  void whenTheLimitIsLiftedEveryMemberIsFreeAgain() throws ContainerException {
    bench.stopWatching();
    int pid = members(1).getFirst();
    bench.limit("/c/a", "numfiles", 10);
    tune();
    int child = bench.machine.fork(pid);
    bench.write("/c/a/beancounter.numfiles.limit", Long.toString(Long.MAX_VALUE));
    tune();
    bench.machine.openFiles(pid, 500);
    bench.machine.openFiles(child, 500);
    assertEquals(2 * STANDARD, held());
  }

  @Test
  void chargesOfOthersLeaveLessToTheMembers() throws ContainerException {
    bench.stopWatching();
    int pid = members(1).getFirst();
    bench.limit("/c/a", "numfiles", 10);
    bench.counter("/c/a").charge(NUMFILES, 4, LIMIT);
    tune();
    assertEquals(10 - 4 - STANDARD, openAll(pid));
  }

  @Test
  void aMemberThatCannotBeHeldIsNamedAndTheOthersAreHeld() throws ContainerException {
    bench.stopWatching();
    var members = members(3);
    bench.limit("/c/a", "numfiles", 100);
    bench.machine.faults().refuse(Faults.Operation.FILES, members.get(1), Errno.EPERM);
    tune();
    assertEquals(Map.of(members.get(1), Errno.EPERM), quotas.exceptions());
    assertEquals(100 - 2 * STANDARD, openAll(members.get(0)) + openAll(members.get(2)));
  }

  @Test
  void theLimitHoldsWhateverTheMembersDo() throws ContainerException {
    bench.stopWatching();
    var random = new Random(7);
    var members = members(10);
    bench.limit("/c/a", "numfiles", 200);
    for (int step = 0; step < 3000; step++) {
      int pid = members.get(random.nextInt(members.size()));
      if (random.nextInt(3) == 0) {
        bench.machine.closeFiles(pid, random.nextInt(bench.files.count(pid) + 1));
      } else {
        try {
          bench.machine.openFiles(pid, random.nextInt(60));
        } catch (ContainerException full) {
          assertEquals(Errno.EMFILE, full.errno());
        }
      }
      if (step == 0 || random.nextInt(4) == 0) {
        tune();
        assertTrue(held() <= 200, held() + " held");
      }
    }
  }

  @Test
  void afterwardsEveryMemberIsFreeAgain() throws ContainerException {
    bench.stopWatching();
    int pid = members(1).getFirst();
    bench.limit("/c/a", "numfiles", 10);
    tune();
    quotas.releaseAll();
    bench.machine.openFiles(pid, 500);
  }

  @Test
  void whoHasEnteredIsHeldAtOnce() throws ContainerException {
    bench.limit("/c/a", "numfiles", 50);
    assertEquals(50 - STANDARD, openAll(members(1).getFirst()));
  }

  @Test
  void thePatrolHoldsNewcomersAndFreesThoseWhoLeave() throws ContainerException {
    bench.limit("/c/a", "numfiles", 50);
    int pid = members(1).getFirst();
    awaitBound(pid, true);
    int child = bench.machine.fork(pid);
    bench.testbed.attach(child, "/c");
    awaitBound(child, false);
    bench.stopWatching();
    awaitBound(pid, false);
  }

  private void awaitBound(int pid, boolean bound) throws ContainerException {
    while (bench.files.isBounded(pid) != bound) {
      Thread.onSpinWait();
    }
  }
}
