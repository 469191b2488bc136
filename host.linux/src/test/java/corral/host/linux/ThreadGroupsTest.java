package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThreadGroupsTest {
  private static final int PID = 10;
  private static final int THREAD = 11;
  private static final int OTHER = 12;

  private final Set<Integer> living = new HashSet<>();
  private final ThreadGroups groups = new ThreadGroups(living::contains);

  @Test
  void aSingleThreadIsTheProcess() {
    assertTrue(groups.exited(PID, PID));
  }

  @Test
  void theProcessEndsWithTheLastThread() {
    groups.cloned(PID, THREAD);
    groups.cloned(PID, OTHER);
    assertFalse(groups.exited(THREAD, PID));
    assertFalse(groups.exited(PID, PID), "another lives");
    assertTrue(groups.exited(OTHER, PID));
  }

  @Test
  void theFirstThreadMayBeTheLast() {
    groups.cloned(PID, THREAD);
    assertFalse(groups.exited(THREAD, PID));
    assertTrue(groups.exited(PID, PID));
  }

  @Test
  void threadsThatAScanFoundCount() {
    groups.reset(Map.of(PID, Set.of(THREAD)));
    assertFalse(groups.exited(PID, PID));
    assertTrue(groups.exited(THREAD, PID));
  }

  @Test
  void anUnknownThreadIsNotTheProcess() {
    assertFalse(groups.exited(THREAD, PID));
  }

  @Test
  void whenAThreadExecutesTheFirstOneGoesAndTheProcessStays() {
    groups.cloned(PID, THREAD);
    assertFalse(groups.exited(PID, PID));
    groups.executed(PID);
    assertTrue(groups.exited(PID, PID));
  }

  @Test
  void theExitOfTheOldFirstThreadMayComeAfterTheExecution() {
    living.add(PID);
    groups.cloned(PID, THREAD);
    groups.executed(PID);
    assertFalse(groups.exited(PID, PID), "the process lives");
    living.remove(PID);
    assertTrue(groups.exited(PID, PID));
  }

  @Test
  void aReusedPidStartsAfresh() {
    groups.cloned(PID, THREAD);
    assertFalse(groups.exited(THREAD, PID));
    assertTrue(groups.exited(PID, PID));
    assertTrue(groups.exited(PID, PID));
  }
}
