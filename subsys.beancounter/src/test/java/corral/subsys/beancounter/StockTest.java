package corral.subsys.beancounter;

import static corral.subsys.beancounter.api.BuiltInResource.KMEMSIZE;
import static corral.subsys.beancounter.api.Severity.LIMIT;
import static corral.testkit.Testbed.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StockTest {
  private final TestAccounts accounts = new TestAccounts();
  private final Account account = accounts.create();

  StockTest() throws ContainerException {}

  @AfterEach
  void close() {
    accounts.close();
  }

  private long held() {
    return account.usage(KMEMSIZE).held();
  }

  @Test
  void aBatchIsHeldAndServesManyCharges() throws ContainerException {
    try (var stock = account.prepay(KMEMSIZE, 100, LIMIT)) {
      assertEquals(0, held());
      for (int i = 0; i < 100; i++) {
        stock.charge(1);
        assertEquals(100, held());
      }
      stock.charge(1);
      assertEquals(200, held());
      assertEquals(99, stock.stock());
    }
    assertEquals(101, held());
  }

  @Test
  void whatComesBackIsKeptUpToTwoBatches() throws ContainerException {
    try (var stock = account.prepay(KMEMSIZE, 10, LIMIT)) {
      stock.charge(30);
      stock.uncharge(20);
      assertEquals(30, held());
      stock.uncharge(1);
      assertEquals(10, stock.stock());
      assertEquals(19, held());
    }
    assertEquals(9, held());
  }

  @Test
  void nothingIsRefusedThatWouldBeGrantedWithoutAStock() throws ContainerException {
    account.bound(KMEMSIZE, 12, 12);
    try (var stock = account.prepay(KMEMSIZE, 10, LIMIT)) {
      stock.charge(10);
      stock.charge(2);
      assertEquals(0, account.usage(KMEMSIZE).failcnt());
      assertRefused(Errno.ENOMEM, () -> stock.charge(1));
      assertEquals(1, account.usage(KMEMSIZE).failcnt());
      assertEquals(0, stock.stock());
    }
    assertEquals(12, held());
  }

  @Test
  void whatIsNoBatchIsABugOfTheCaller() {
    assertThrows(IllegalArgumentException.class, () -> account.prepay(KMEMSIZE, 0, LIMIT));
    try (var stock = account.prepay(KMEMSIZE, 1, LIMIT)) {
      assertThrows(IllegalArgumentException.class, () -> stock.charge(-1));
      assertThrows(IllegalArgumentException.class, () -> stock.uncharge(-1));
    }
  }
}
