package corral.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.DelayAccounting;
import corral.framework.api.host.DelayAccounting.Delays;
import corral.framework.api.stats.Reach;
import corral.testkit.Testbed;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DelaySumsTest {
  @AutoClose private final Testbed testbed = new Testbed();
  private final Map<Integer, Delays> told = new HashMap<>();
  private final DelaySums sums = new DelaySums(accounting());

  private DelayAccounting accounting() {
    return pid -> {
      var delays = told.get(pid);
      if (delays == null) {
        throw new ContainerException(Errno.ESRCH);
      }
      return delays;
    };
  }

  @BeforeEach
  void mount() throws ContainerException {
    testbed.mount("none,name=jobs", "/jobs");
    testbed.mkdir("/jobs/a");
    testbed.mkdir("/jobs/a/b");
  }

  @Test
  void areThoseOfTheTasks() throws ContainerException {
    told.put(testbed.forkInto("/jobs/a"), delays(1, 10));
    told.put(testbed.forkInto("/jobs/a"), delays(2, 20));
    told.put(testbed.forkInto("/jobs/a/b"), delays(4, 40));
    assertEquals(delays(3, 30), sums.of(testbed.admin().container("/jobs/a"), Reach.MEMBERS));
    assertEquals(delays(7, 70), sums.of(testbed.admin().container("/jobs/a"), Reach.SUBTREE));
  }

  @Test
  void whoEndsMeanwhileIsPassedOver() throws ContainerException {
    testbed.forkInto("/jobs/a");
    assertEquals(Delays.NONE, sums.of(testbed.admin().container("/jobs/a"), Reach.MEMBERS));
  }

  @Test
  void whatIsNotCountedOfOneIsNotCountedOfAll() throws ContainerException {
    var uncounted = new Delays(OptionalLong.of(5), OptionalLong.empty(), OptionalLong.empty());
    told.put(testbed.forkInto("/jobs/a"), uncounted);
    told.put(testbed.forkInto("/jobs/a"), delays(2, 20));
    assertEquals(
        new Delays(OptionalLong.of(7), OptionalLong.empty(), OptionalLong.empty()),
        sums.of(testbed.admin().container("/jobs/a"), Reach.MEMBERS));
  }

  @Test
  void aHostThatCannotTellIsSaidToBeOne() throws ContainerException {
    var container = testbed.admin().container("/jobs/a");
    Testbed.assertRefused(Errno.ENOSYS, () -> new DelaySums(null).of(container, Reach.MEMBERS));
  }

  private static Delays delays(long cpu, long io) {
    return new Delays(OptionalLong.of(cpu), OptionalLong.of(io), OptionalLong.of(0));
  }
}
