package corral.subsys.beancounter;

import static corral.subsys.beancounter.api.BuiltInResource.KMEMSIZE;
import static corral.subsys.beancounter.api.BuiltInResource.NUMFILES;
import static corral.subsys.beancounter.api.BuiltInResource.NUMTASKS;
import static corral.subsys.beancounter.api.Severity.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.subsys.beancounter.api.Usage;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two threads at one account: every figure is exact in the end. The number of charges of each is in
 * the property {@code corral.charges}.
 */
class ConcurrentChargesTest {
  private static final int THREADS = 2;
  private static final int CHARGES = Integer.getInteger("corral.charges", 10_000_000);

  private final TestAccounts accounts = new TestAccounts();
  private final Account account = accounts.createQuiet();

  ConcurrentChargesTest() throws ContainerException {}

  @AfterEach
  void close() {
    accounts.close();
  }

  @Test
  void chargesAndFailuresAreCountedExactly() throws Exception {
    long limit = (long) THREADS * CHARGES - CHARGES / 10;
    account.bound(KMEMSIZE, limit, limit);
    var allCharged = new CyclicBarrier(THREADS);
    onEachThread(
        () -> {
          int granted = 0;
          for (int i = 0; i < CHARGES; i++) {
            granted += account.tryCharge(KMEMSIZE, 1, LIMIT) ? 1 : 0;
          }
          allCharged.await();
          for (int i = 0; i < granted; i++) {
            account.uncharge(KMEMSIZE, 1);
          }
          return granted;
        });
    assertEquals(new Usage(0, limit, 0, limit, limit, CHARGES / 10), account.usage(KMEMSIZE));
  }

  @Test
  void nobodyEverHoldsMoreThanTheLimit() throws Exception {
    account.bound(NUMTASKS, 1, 1);
    var refused =
        onEachThread(
            () -> {
              int failures = 0;
              for (int i = 0; i < CHARGES; i++) {
                if (account.tryCharge(NUMTASKS, 1, LIMIT)) {
                  account.uncharge(NUMTASKS, 1);
                } else {
                  failures++;
                }
              }
              return failures;
            });
    assertEquals(new Usage(0, 1, 0, 1, 1, refused), account.usage(NUMTASKS));
  }

  @Test
  void twoResourcesInOneStepAreNeverSeenApart() throws Exception {
    var done = new AtomicBoolean();
    try (var thread = Executors.newSingleThreadExecutor()) {
      var looks =
          thread.submit(
              () -> {
                long count = 0;
                do {
                  var seen = account.snapshot();
                  assertEquals(seen.get(KMEMSIZE), seen.get(NUMFILES));
                  count++;
                } while (!done.get());
                return count;
              });
      onEachThread(
          () -> {
            for (int i = 0; i < CHARGES / 10; i++) {
              account.charge(KMEMSIZE, 3, NUMFILES, 3, LIMIT);
              account.uncharge(NUMFILES, 3, KMEMSIZE, 3);
            }
            return 0;
          });
      done.set(true);
      assertTrue(looks.get() > 0);
    }
    assertEquals(0, account.usage(KMEMSIZE).held());
  }

  @Test
  void stocksOfManyThreadsGiveEverythingBack() throws Exception {
    onEachThread(
        () -> {
          try (var stock = account.prepay(KMEMSIZE, 64, LIMIT)) {
            for (int i = 0; i < CHARGES; i++) {
              stock.charge(i % 7);
              stock.uncharge(i % 7);
            }
          }
          return 0;
        });
    assertEquals(0, account.usage(KMEMSIZE).held());
    assertTrue(account.usage(KMEMSIZE).maxheld() <= THREADS * 2 * 64);
  }

  @Test
  void noChargeIsLostWhenResourcesComeAndGo() throws Exception {
    var sockets = new NamedResource("sockets");
    var done = new AtomicBoolean();
    try (var thread = Executors.newSingleThreadExecutor()) {
      var changes =
          thread.submit(
              () -> {
                do {
                  accounts.resources.add(sockets);
                  accounts.resources.remove(sockets);
                } while (!done.get());
                return 0;
              });
      onEachThread(
          () -> {
            for (int i = 0; i < CHARGES / 10; i++) {
              account.charge(KMEMSIZE, 2, LIMIT);
              account.uncharge(KMEMSIZE, 1);
            }
            return 0;
          });
      done.set(true);
      changes.get();
    }
    assertEquals((long) THREADS * (CHARGES / 10), account.usage(KMEMSIZE).held());
  }

  private static long onEachThread(Callable<Integer> work) throws Exception {
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var results = new ArrayList<Future<Integer>>();
      for (int i = 0; i < THREADS; i++) {
        results.add(threads.submit(work));
      }
      long sum = 0;
      for (var result : results) {
        sum += result.get();
      }
      return sum;
    }
  }
}
