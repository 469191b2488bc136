package corral.subsys.beancounter;

import static corral.subsys.beancounter.api.BuiltInResource.KMEMSIZE;
import static corral.subsys.beancounter.api.BuiltInResource.NUMFILES;
import static corral.subsys.beancounter.api.BuiltInResource.NUMTASKS;
import static corral.subsys.beancounter.api.BuiltInResource.PHYSPAGES;
import static corral.subsys.beancounter.api.Severity.BARRIER;
import static corral.subsys.beancounter.api.Severity.FORCE;
import static corral.subsys.beancounter.api.Severity.LIMIT;
import static corral.testkit.Testbed.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.subsys.beancounter.api.Resource;
import corral.subsys.beancounter.api.Usage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of charging, one account at a time. */
class AccountTest {
  private final TestAccounts accounts = new TestAccounts();
  private final Account account = accounts.create();

  AccountTest() throws ContainerException {}

  @AfterEach
  void close() {
    accounts.close();
  }

  @Test
  void anAccountBeginsWithNothingHeldAndEverythingAllowed() {
    assertEquals(new Usage(0, 0, 0, Long.MAX_VALUE, Long.MAX_VALUE, 0), account.usage(KMEMSIZE));
    assertTrue(account.tryCharge(KMEMSIZE, Long.MAX_VALUE, BARRIER));
    assertEquals(Long.MAX_VALUE, account.usage(KMEMSIZE).held());
  }

  @Test
  void eachSeverityIsRefusedAboveItsBound() throws ContainerException {
    account.bound(KMEMSIZE, 10, 20);
    assertTrue(account.tryCharge(KMEMSIZE, 10, BARRIER));
    assertFalse(account.tryCharge(KMEMSIZE, 1, BARRIER));
    assertTrue(account.tryCharge(KMEMSIZE, 10, LIMIT));
    assertFalse(account.tryCharge(KMEMSIZE, 1, LIMIT));
    assertTrue(account.tryCharge(KMEMSIZE, 0, LIMIT));
    assertTrue(account.tryCharge(KMEMSIZE, 5, FORCE));
    assertFalse(account.tryCharge(KMEMSIZE, 0, LIMIT));
    assertEquals(new Usage(25, 25, 0, 10, 20, 3), account.usage(KMEMSIZE));
  }

  @Test
  void aRefusalHasTheErrorOfTheResource() throws ContainerException {
    account.bound(KMEMSIZE, 0, 0);
    account.bound(NUMFILES, 3, 3);
    account.charge(NUMFILES, 3, LIMIT);
    assertRefused(Errno.ENOMEM, () -> account.charge(KMEMSIZE, 1, LIMIT));
    var refusal = assertRefused(Errno.EMFILE, () -> account.charge(NUMFILES, 1, LIMIT));
    assertEquals(
        "/: Too many open files (EMFILE): numfiles: 3 files held, barrier 3, limit 3",
        refusal.getMessage());
  }

  @Test
  void passingTheBarrierIsReportedOnceEachTime() throws ContainerException {
    account.bound(NUMTASKS, 2, 4);
    account.charge(NUMTASKS, 2, LIMIT);
    assertEquals(List.of(), accounts.alarms);
    account.charge(NUMTASKS, 1, LIMIT);
    account.charge(NUMTASKS, 1, LIMIT);
    account.uncharge(NUMTASKS, 2);
    account.charge(NUMTASKS, 2, FORCE);
    assertEquals(
        List.of("numtasks passed the barrier with 3", "numtasks passed the barrier with 4"),
        accounts.alarms);
  }

  @Test
  void everyFailureIsCountedAndTold() throws ContainerException {
    account.bound(NUMTASKS, 1, 1);
    assertTrue(account.tryCharge(NUMTASKS, 1, LIMIT));
    assertFalse(account.tryCharge(NUMTASKS, 1, LIMIT));
    assertFalse(account.tryCharge(NUMTASKS, Long.MAX_VALUE, BARRIER));
    assertEquals(List.of("numtasks failed 1", "numtasks failed 2"), accounts.alarms);
  }

  @Test
  void twoResourcesAreChargedBothOrNeither() throws ContainerException {
    account.bound(PHYSPAGES, 5, 5);
    account.charge(KMEMSIZE, 100, PHYSPAGES, 5, LIMIT);
    assertRefused(Errno.ENOMEM, () -> account.charge(KMEMSIZE, 100, PHYSPAGES, 1, LIMIT));
    assertEquals(
        new Usage(100, 100, 0, Long.MAX_VALUE, Long.MAX_VALUE, 0), account.usage(KMEMSIZE));
    assertEquals(new Usage(5, 5, 0, 5, 5, 1), account.usage(PHYSPAGES));
    account.uncharge(KMEMSIZE, 100, PHYSPAGES, 5);
    assertEquals(0, account.usage(KMEMSIZE).held());
    assertEquals(0, account.usage(PHYSPAGES).held());
  }

  @Test
  void whenBothAreRefusedTheFirstFails() throws ContainerException {
    account.bound(NUMTASKS, 0, 0);
    account.bound(NUMFILES, 0, 0);
    assertRefused(Errno.ENOMEM, () -> account.charge(NUMTASKS, 1, NUMFILES, 1, LIMIT));
    assertEquals(1, account.usage(NUMTASKS).failcnt());
    assertEquals(0, account.usage(NUMFILES).failcnt());
  }

  @Test
  void oneResourceChargedTwiceInAStepIsChargedTheSum() throws ContainerException {
    account.bound(NUMTASKS, 3, 3);
    account.charge(NUMTASKS, 1, NUMTASKS, 2, LIMIT);
    assertEquals(3, account.usage(NUMTASKS).held());
  }

  @Test
  void notMoreCanBeGivenBackThanWasCharged() {
    account.take();
    assertTrue(account.tryCharge(NUMTASKS, 2, LIMIT));
    assertThrows(IllegalStateException.class, () -> account.uncharge(NUMTASKS, 3));
    assertThrows(IllegalStateException.class, () -> account.uncharge(NUMTASKS, 1, NUMFILES, 1));
    assertEquals(3, account.usage(NUMTASKS).held());
  }

  @Test
  void whatIsNoAmountIsABugOfTheCaller() {
    assertThrows(IllegalArgumentException.class, () -> account.tryCharge(NUMTASKS, -1, LIMIT));
    assertThrows(IllegalArgumentException.class, () -> account.uncharge(NUMTASKS, -1));
    assertTrue(account.tryCharge(NUMTASKS, Long.MAX_VALUE, FORCE));
    assertThrows(ArithmeticException.class, () -> account.tryCharge(NUMTASKS, 1, FORCE));
    assertFalse(account.tryCharge(NUMTASKS, 1, LIMIT));
    assertEquals(Long.MAX_VALUE, account.usage(NUMTASKS).held());
  }

  @Test
  void boundsAreInOrder() throws ContainerException {
    account.bound(NUMTASKS, 0, 0);
    account.bound(NUMTASKS, 5, Long.MAX_VALUE);
    assertRefused(Errno.EINVAL, () -> account.bound(NUMTASKS, 6, 5));
    assertRefused(Errno.EINVAL, () -> account.bound(NUMTASKS, -1, 5));
    assertEquals(5, account.usage(NUMTASKS).barrier());
    assertEquals(Long.MAX_VALUE, account.usage(NUMTASKS).limit());
  }

  @Test
  void aLimitBelowWhatIsHeldTakesNothingAway() throws ContainerException {
    account.charge(KMEMSIZE, 10, LIMIT);
    account.bound(KMEMSIZE, 5, 5);
    assertEquals(new Usage(10, 10, 0, 5, 5, 0), account.usage(KMEMSIZE));
    assertEquals(List.of(), accounts.alarms);
  }

  @Test
  void theLeastIsKnownFromWhenItIsBegunAnew() throws ContainerException {
    account.charge(KMEMSIZE, 10, LIMIT);
    account.change(KMEMSIZE, Counter::resetMinheld);
    account.charge(KMEMSIZE, 5, LIMIT);
    assertEquals(10, account.usage(KMEMSIZE).minheld());
    account.uncharge(KMEMSIZE, 8);
    account.charge(KMEMSIZE, 1, LIMIT);
    assertEquals(new Usage(8, 15, 7, Long.MAX_VALUE, Long.MAX_VALUE, 0), account.usage(KMEMSIZE));
  }

  @Test
  void aMeasuredAmountThatPassesTheLimitIsOneFailure() throws ContainerException {
    account.bound(PHYSPAGES, 10, 10);
    account.charge(PHYSPAGES, 4, LIMIT);
    account.measure(PHYSPAGES, 6);
    account.measure(PHYSPAGES, 7);
    account.measure(PHYSPAGES, 8);
    account.measure(PHYSPAGES, 0);
    account.measure(PHYSPAGES, 9);
    assertEquals(new Usage(13, 13, 0, 10, 10, 2), account.usage(PHYSPAGES));
    account.uncharge(PHYSPAGES, 4);
    assertEquals(9, account.usage(PHYSPAGES).held());
  }

  @Test
  void aResourceOfAnotherBundleIsCountedWhileItIsThere() throws ContainerException {
    var sockets = new NamedResource("sockets");
    assertThrows(IllegalArgumentException.class, () -> account.tryCharge(sockets, 1, LIMIT));
    accounts.resources.add(sockets);
    account.charge(sockets, 2, NUMFILES, 2, LIMIT);
    account.bound(sockets, 2, 3);
    assertEquals(
        List.of("kmemsize", "privvmpages", "physpages", "numtasks", "numfiles", "sockets"),
        account.snapshot().keySet().stream().map(Resource::fileName).toList());
    accounts.resources.remove(sockets);
    assertEquals(5, account.snapshot().size());
    assertEquals(2, account.usage(NUMFILES).held());

    var successor = new NamedResource("sockets");
    accounts.resources.add(successor);
    assertEquals(new Usage(2, 2, 0, 2, 3, 0), account.usage(successor));
  }

  @Test
  void aSecondResourceOfOneNameWaitsForTheFirstToGo() throws ContainerException {
    var first = new NamedResource("sockets");
    var second = new NamedResource("sockets");
    accounts.resources.add(first);
    accounts.resources.add(second);
    accounts.resources.add(new NamedResource("no/name"));
    account.charge(first, 1, LIMIT);
    assertThrows(IllegalArgumentException.class, () -> account.tryCharge(second, 1, LIMIT));
    accounts.resources.remove(first);
    assertEquals(1, account.usage(second).held());
    assertEquals(6, account.snapshot().size());
  }

  @Test
  void whatIsSettledIsFinal() throws ContainerException {
    account.charge(KMEMSIZE, 3, LIMIT);
    assertEquals(Counter.NEW.charge(3, LIMIT), account.settle().get("kmemsize"));
    assertThrows(IllegalStateException.class, () -> account.uncharge(KMEMSIZE, 3));
    assertThrows(IllegalStateException.class, () -> account.tryCharge(KMEMSIZE, 3, FORCE));
    assertThrows(IllegalStateException.class, account::snapshot);
  }

  @Test
  void figuresThatComeBackGoOnAndNobodyIsTold() throws ContainerException {
    account.bound(KMEMSIZE, 5, 10);
    account.charge(KMEMSIZE, 9, LIMIT);
    assertFalse(account.tryCharge(KMEMSIZE, 2, LIMIT));
    account.uncharge(KMEMSIZE, 3);
    account.take();
    accounts.alarms.clear();
    var successor = accounts.create();
    successor.resume(account.settle());
    assertEquals(new Usage(6, 9, 0, 5, 10, 1), successor.usage(KMEMSIZE));
    assertEquals(0, successor.usage(NUMTASKS).held());
    assertEquals(1, successor.usage(NUMTASKS).maxheld());
    successor.uncharge(KMEMSIZE, 6);
    assertEquals(List.of(), accounts.alarms);
  }
}
