package corral.subsys.cpuacct;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.CpuUsage;
import corral.testkit.Testbed;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeterTest {
  @AutoClose private final Testbed testbed = new Testbed();
  private CpuAccount one;
  private CpuAccount two;

  @BeforeEach
  void makeAccounts() throws Exception {
    var root = testbed.admin().mount("none,name=test", "/c", Testbed.ROOT).hierarchy().root();
    one = new CpuAccount(root, null);
    two = new CpuAccount(root, null);
  }

  @Test
  void aLateReadingIsNotChargedAgain() {
    var meter = new Meter(one, nanos(10));
    meter.charge(nanos(30));
    meter.charge(nanos(20));
    meter.charge(nanos(31));
    assertEquals(nanos(21), one.usage());
  }

  @Test
  void whatFollowsAMoveIsChargedToTheNewAccount() {
    var meter = new Meter(one, CpuUsage.NONE);
    meter.moveTo(two, nanos(5));
    meter.charge(nanos(4));
    meter.charge(nanos(12));
    assertEquals(nanos(5), one.usage());
    assertEquals(nanos(7), two.usage());
  }

  @Test
  void withoutAReadingAMoveTakesTheUseSinceTheLastOneAlong() {
    var meter = new Meter(one, CpuUsage.NONE);
    meter.charge(nanos(5));
    meter.moveTo(two, null);
    meter.charge(nanos(12));
    assertEquals(nanos(5), one.usage());
    assertEquals(nanos(7), two.usage());
  }

  @Test
  void readingsAndMovesAtTheSameTimeChargeEverythingOnce() throws Exception {
    int threads = 4;
    var used = new AtomicLong();
    var meter = new Meter(one, CpuUsage.NONE);
    var start = new CyclicBarrier(threads);
    try (var executor = Executors.newFixedThreadPool(threads)) {
      var results = new ArrayList<Future<?>>();
      for (int thread = 0; thread < threads; thread++) {
        boolean moves = thread == 0;
        results.add(
            executor.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < 100_000; i++) {
                    var reading = nanos(used.incrementAndGet());
                    if (moves) {
                      meter.moveTo(i % 2 == 0 ? two : one, reading);
                    } else {
                      meter.charge(reading);
                    }
                  }
                  return null;
                }));
      }
      for (var result : results) {
        result.get();
      }
    }
    meter.charge(nanos(used.get()));
    assertEquals(used.get(), one.usage().totalNanos() + two.usage().totalNanos());
  }

  private static CpuUsage nanos(long nanos) {
    return new CpuUsage(nanos, nanos, 0);
  }
}
