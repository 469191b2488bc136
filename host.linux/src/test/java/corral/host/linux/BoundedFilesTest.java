package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.host.linux.ffi.FileLimit;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bounds processes of the test's own, and lets them try to open more. */
@Timeout(60)
class BoundedFilesTest {
  private static final int INIT = 1;

  private final ProcReader proc = new ProcReader();
  private final BoundedFiles files = new BoundedFiles(proc);

  @AfterEach
  void close() {
    files.releaseAll();
    proc.close();
  }

  @Test
  void countsWhatIsOpen() throws Exception {
    try (var child = holder()) {
      int before = files.count(child.pid());
      child.tell("open 10");
      assertEquals("10", child.hear());
      assertEquals(before + 10, files.count(child.pid()));
      child.tell("close 10");
      assertEquals("10", child.hear());
      assertEquals(before, files.count(child.pid()));
    }
  }

  @Test
  void aBoundedProcessOpensAsManyAsItMay() throws Exception {
    try (var child = holder()) {
      int open = files.count(child.pid());
      assertEquals(open, files.bound(child.pid(), open + 7));
      child.tell("open 20");
      assertEquals("7", child.hear());
      assertEquals(open + 7, files.bound(child.pid(), open + 9));
      child.tell("open 20");
      assertEquals("2", child.hear());
    }
  }

  @Test
  void whatIsOpenStaysOpenUnderALowerBound() throws Exception {
    try (var child = holder()) {
      child.tell("open 10");
      child.hear();
      int open = files.count(child.pid());
      assertEquals(open, files.bound(child.pid(), 0));
      child.tell("open 1");
      assertEquals("0", child.hear());
      child.tell("close 4");
      child.hear();
      assertEquals(open - 4, files.count(child.pid()));
    }
  }

  @Test
  void theProcessIsAllowedAfterwardsWhatItWasAllowedBefore() throws Exception {
    try (var child = holder()) {
      var before = FileLimit.get(child.pid());
      files.bound(child.pid(), 50);
      files.bound(child.pid(), 60);
      files.release(child.pid());
      assertEquals(before, FileLimit.get(child.pid()));
      files.release(child.pid());
      files.bound(child.pid(), 50);
      files.releaseAll();
      assertEquals(before, FileLimit.get(child.pid()));
    }
  }

  @Test
  void neverMoreIsAllowedThanBefore() throws Exception {
    try (var child = holder()) {
      var before = FileLimit.get(child.pid());
      files.bound(child.pid(), Long.MAX_VALUE);
      assertEquals(before, FileLimit.get(child.pid()));
    }
  }

  @Test
  void aBoundedProcessCannotRaiseItsOwnLimit() throws Exception {
    assumeTrue(proc.isCapable(24), "needs CAP_SYS_RESOURCE to give hard limits back");
    try (var child = holder()) {
      files.bound(child.pid(), 50);
      var limit = FileLimit.get(child.pid());
      assertEquals(limit.soft(), limit.hard());
    }
  }

  @Test
  void aChildIsBoundedLikeItsParentAndReleasedToTheSame() throws Exception {
    try (var child = holder()) {
      var before = FileLimit.get(child.pid());
      files.bound(child.pid(), 200);
      int grandchild = fork(child);
      files.forked(child.pid(), grandchild, startTime(grandchild));
      assertTrue(FileLimit.get(grandchild).soft() < before.soft());
      files.release(grandchild);
      assertEquals(before, FileLimit.get(grandchild));
    }
  }

  @Test
  void aChildWhoseForkIsToldAfterTheReleaseIsReleasedToo() throws Exception {
    try (var child = holder()) {
      var before = FileLimit.get(child.pid());
      files.bound(child.pid(), 200);
      int grandchild = fork(child);
      files.bound(child.pid(), 201);
      files.release(child.pid());
      files.forked(child.pid(), grandchild, startTime(grandchild));
      assertEquals(before, FileLimit.get(grandchild));
    }
  }

  @Test
  void aChildThatIsBoundedBeforeItsForkIsToldIsReleasedToo() throws Exception {
    try (var child = holder()) {
      var before = FileLimit.get(child.pid());
      files.bound(child.pid(), 200);
      int grandchild = fork(child);
      files.bound(grandchild, 100);
      files.forked(child.pid(), grandchild, startTime(grandchild));
      files.release(grandchild);
      assertEquals(before, FileLimit.get(grandchild));
    }
  }

  @Test
  void aChildWhoseForkWasMissedIsReleasedToo() throws Exception {
    try (var child = holder()) {
      var before = FileLimit.get(child.pid());
      files.bound(child.pid(), 200);
      int grandchild = fork(child);
      files.repaired(proc.census().live());
      files.releaseAll();
      assertEquals(before, FileLimit.get(grandchild));
    }
  }

  @Test
  void whoIsBoundedWhileTheProcessesAreListedIsNotForgotten() throws Exception {
    var listedBefore = proc.census().live();
    try (var child = holder()) {
      var before = FileLimit.get(child.pid());
      files.bound(child.pid(), 200);
      files.repaired(listedBefore);
      files.release(child.pid());
      assertEquals(before, FileLimit.get(child.pid()));
    }
  }

  @Test
  void theFirstForbiddenNumberLeavesAsManyFreeOnesAsMayBeOpened() {
    assertEquals(0, BoundedFiles.firstForbidden(new int[] {}, 0));
    assertEquals(5, BoundedFiles.firstForbidden(new int[] {}, 5));
    assertEquals(3, BoundedFiles.firstForbidden(new int[] {0, 1, 2}, 3));
    assertEquals(3, BoundedFiles.firstForbidden(new int[] {0, 1, 2}, 1));
    assertEquals(3, BoundedFiles.firstForbidden(new int[] {0, 1, 2, 255}, 4));
    assertEquals(5, BoundedFiles.firstForbidden(new int[] {0, 1, 2, 255}, 6));
    assertEquals(257, BoundedFiles.firstForbidden(new int[] {0, 1, 2, 255}, 257));
    assertEquals(1, BoundedFiles.firstForbidden(new int[] {0, 2, 3}, 3));
    assertEquals(4, BoundedFiles.firstForbidden(new int[] {0, 2, 3}, 4));
  }

  @Test
  void refusesAProcessThatThereIsNot() {
    assertRefused(Errno.ESRCH, Integer.MAX_VALUE);
    assertThrows(ContainerException.class, () -> files.count(Integer.MAX_VALUE));
    files.release(Integer.MAX_VALUE);
  }

  @Test
  void refusesAnotherUsersProcess() {
    assumeTrue(proc.self().uid() != 0, "needs to be an ordinary user");
    var refusal = assertThrows(ContainerException.class, () -> files.bound(INIT, 1000));
    assertTrue(refusal.errno() == Errno.EPERM || refusal.errno() == Errno.EACCES);
  }

  private void assertRefused(Errno errno, int pid) {
    var refusal = assertThrows(ContainerException.class, () -> files.bound(pid, 10));
    assertEquals(errno, refusal.errno());
  }

  private static Child holder() throws IOException {
    var child = Child.java(FileHolder.class);
    assertEquals("ready", child.hear());
    return child;
  }

  private static int fork(Child child) throws IOException {
    child.tell("fork");
    return Integer.parseInt(child.hear());
  }

  private long startTime(int pid) {
    return proc.look(pid).orElseThrow().startTimeNanos();
  }
}
