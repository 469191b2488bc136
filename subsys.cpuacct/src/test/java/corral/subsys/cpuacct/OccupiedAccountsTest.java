package corral.subsys.cpuacct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.host.CpuAccounting;
import corral.testkit.Testbed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom a reading asks, and that it overlooks nobody. */
class OccupiedAccountsTest {
  @AutoClose private final Testbed testbed = new Testbed();
  private final AtomicInteger questions = new AtomicInteger();
  private final AtomicInteger looks = new AtomicInteger();

  private final CpuAccounting accounting =
      new CpuAccounting() {
        @Override
        public CpuUsage usage(int pid) throws ContainerException {
          questions.incrementAndGet();
          return testbed.machine().usage(pid);
        }

        @Override
        public long totalNanos(int pid) throws ContainerException {
          looks.incrementAndGet();
          return testbed.machine().usage(pid).totalNanos();
        }
      };

  @AutoClose("close")
  private final CpuacctSubsystem cpuacct =
      new CpuacctSubsystem(accounting, testbed.machine(), new FixedConfig(3600));

  @BeforeEach
  void mount() throws ContainerException {
    testbed.add(cpuacct);
    testbed.mount("cpuacct", "/c");
    for (int i = 0; i < 20; i++) {
      testbed.mkdir("/c/" + i);
      testbed.mkdir("/c/" + i + "/x");
    }
  }

  @Test
  void onlyAccountsWithTasksAreVisited() throws ContainerException {
    int pid = testbed.forkInto("/c/7/x");
    assertEquals(List.of("/", "/7", "/7/x"), visited());
    testbed.attach(pid, "/c/3");
    visited();
    assertEquals(List.of("/", "/3"), visited());
    testbed.exit(pid);
    visited();
    assertEquals(List.of("/"), visited());
    testbed.rmdir("/c/3/x");
    testbed.rmdir("/c/3");
    testbed.forkInto("/c/4");
    assertEquals(List.of("/", "/4"), visited());
  }

  @Test
  void aContainerThatIsRemovedIsForgottenAtOnce() throws ContainerException {
    testbed.exit(testbed.forkInto("/c/7/x"));
    testbed.rmdir("/c/7/x");
    testbed.rmdir("/c/7");
    assertEquals(List.of("/"), visited());
  }

  @Test
  void whoHasNotRunIsNotAskedHow() throws ContainerException {
    int pid = testbed.forkInto("/c/7");
    testbed.run(pid, Duration.ofMillis(3));
    assertEquals("3000000\n", testbed.read("/c/7/cpuacct.usage"));
    int asked = questions.get();
    int looked = looks.get();
    assertEquals("3000000\n", testbed.read("/c/7/cpuacct.usage"));
    assertEquals(asked, questions.get());
    assertTrue(looks.get() > looked);
  }

  /** A child is counted whenever it comes, also just when a reader finds its container empty. */
  @Test
  void nobodyIsOverlookedThoughContainersFillAndEmptyAllTheTime() throws Exception {
    var done = new AtomicBoolean();
    try (var threads = Executors.newCachedThreadPool()) {
      var readers = new ArrayList<Future<?>>();
      for (int i = 0; i < 2; i++) {
        readers.add(
            threads.submit(
                () -> {
                  while (!done.get()) {
                    testbed.read("/c/cpuacct.usage");
                  }
                  return null;
                }));
      }
      for (int i = 0; i < 2_000; i++) {
        int pid = testbed.forkInto("/c/" + i % 20 + "/x");
        testbed.machine().run(pid, 1_000);
        long usage = usage("/c/" + i % 20);
        assertEquals((i / 20 + 1) * 1_000L, usage, "round " + i);
        testbed.exit(pid);
      }
      done.set(true);
      for (var reader : readers) {
        reader.get();
      }
    }
  }

  private long usage(String container) throws ContainerException {
    return Long.parseLong(testbed.read(container + "/cpuacct.usage").strip());
  }

  private List<String> visited() throws ContainerException {
    var paths = new ArrayList<String>();
    testbed.state(cpuacct, "/c").forEachOccupied(account -> paths.add(account.container().path()));
    return paths;
  }
}
