package corral.subsys.cpuacct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.testkit.Operation;
import corral.testkit.Testbed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads, moves, forks and exits at the same time: nothing is lost, nothing is charged twice. */
class ConcurrentChargesTest {
  private static final int TASKS_PER_FORKER = 2_000;
  private static final List<String> CONTAINERS = List.of("/c/top", "/c/top/a", "/c/top/b");

  private final Testbed testbed = new Testbed();
  private final CpuacctSubsystem cpuacct =
      testbed.add(
          new CpuacctSubsystem(testbed.machine(), testbed.machine(), new FixedConfig(3600)));

  private final AtomicLong used = new AtomicLong();
  private final AtomicBoolean done = new AtomicBoolean();
  private final ConcurrentLinkedQueue<Integer> live = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void mount() throws ContainerException {
    testbed.mount("cpuacct", "/c");
    for (var container : CONTAINERS) {
      testbed.mkdir(container);
    }
  }

  @AfterEach
  void leave() {
    testbed.close();
    cpuacct.close();
  }

  @Test
  void everySliceIsChargedExactlyOnce() throws Exception {
    try (var threads = Executors.newCachedThreadPool()) {
      var forkers = new ArrayList<Future<?>>();
      for (int seed = 0; seed < 2; seed++) {
        int parent = testbed.forkInto(CONTAINERS.get(seed));
        var random = new Random(seed);
        forkers.add(threads.submit(() -> forkRunAndExit(parent, random)));
      }
      var others =
          List.of(
              threads.submit(whileForking(this::readTop)),
              threads.submit(whileForking(this::readTop)),
              threads.submit(whileForking(this::move)));
      await(forkers);
      done.set(true);
      await(others);
    }
    assertEquals(used.get(), usage("/c/top"));
    assertEquals(used.get(), usage("/c"));
    assertTrue(usage("/c/top/a") + usage("/c/top/b") <= used.get());
  }

  private @Nullable Void forkRunAndExit(int parent, Random random) throws ContainerException {
    for (int i = 0; i < TASKS_PER_FORKER; i++) {
      int pid = testbed.fork(parent);
      live.add(pid);
      for (int slice = 0; slice < 5; slice++) {
        long nanos = random.nextInt(1, 1_000_000);
        testbed.run(pid, Duration.ofNanos(nanos));
        used.addAndGet(nanos);
      }
      live.remove(pid);
      testbed.exit(pid);
    }
    return null;
  }

  private Callable<Boolean> whileForking(Operation action) {
    return () -> {
      while (!done.get()) {
        action.run();
      }
      return true;
    };
  }

  private void readTop() throws ContainerException {
    long before = usage("/c/top");
    assertTrue(before <= usage("/c/top"), "usage went back");
  }

  private void move() throws ContainerException {
    var pid = live.peek();
    if (pid != null) {
      try {
        var target = CONTAINERS.get(pid % CONTAINERS.size());
        testbed.attach(pid, target);
      } catch (ContainerException e) {
        assertEquals(Errno.ESRCH, e.errno());
      }
    }
  }

  private long usage(String container) throws ContainerException {
    return Long.parseLong(testbed.read(container + "/cpuacct.usage").strip());
  }

  private static void await(List<? extends Future<?>> futures)
      throws InterruptedException, ExecutionException {
    for (var future : futures) {
      future.get();
    }
  }
}
