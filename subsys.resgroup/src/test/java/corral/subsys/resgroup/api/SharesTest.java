package corral.subsys.resgroup.api;

import static corral.testkit.Testbed.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arithmetic of shares, and the line in which they are written. */
class SharesTest {
  private static final Shares PARENT = Shares.NEW;

  @Test
  void aNewGroupCaresForNothing() {
    assertEquals(new Shares(-3, -3, 100), Shares.NEW);
  }

  @ParameterizedTest
  @CsvSource({"50,200,100,100", "1,10,3,3", "0,10,3,0", "3,2147483647,100,64424509"})
  void aPartIsRoundedDown(int share, long whole, int divisor, long part) {
    assertEquals(part, Shares.part(share, whole, divisor));
  }

  @Test
  void aPartOfTheGreatestWholeDoesNotOverflow() {
    assertEquals(Long.MAX_VALUE, Shares.part(7, Long.MAX_VALUE, 7));
    assertEquals(Long.MAX_VALUE, Shares.part(Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE));
  }

  @Test
  void aRequestChangesWhatItNames() throws ContainerException {
    var request = new Shares(10, Shares.UNCHANGED, Shares.UNCHANGED);
    assertEquals(new Shares(10, -3, 100), Shares.NEW.changedBy(request));
    assertEquals(Shares.NEW, Shares.NEW.changedBy(Shares.NO_CHANGE));
    assertEquals(Shares.NEW, new Shares(10, -3, 100).changedBy(new Shares(-3, -1, -1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, -4, Integer.MIN_VALUE})
  void otherSpecialValuesCannotBeAskedFor(int value) {
    assertRefused(Errno.EINVAL, () -> Shares.NEW.changedBy(new Shares(value, -1, -1)));
    assertRefused(Errno.EINVAL, () -> Shares.NEW.changedBy(new Shares(-1, value, -1)));
    assertRefused(Errno.EINVAL, () -> Shares.NEW.changedBy(new Shares(-1, -1, value)));
  }

  @Test
  void whatIsUnsupportedCannotBeChanged() throws ContainerException {
    var shares = new Shares(10, Shares.UNSUPPORTED, 100);
    assertRefused(Errno.EINVAL, () -> shares.changedBy(new Shares(-1, 20, -1)));
    assertRefused(Errno.EINVAL, () -> shares.changedBy(new Shares(-1, -3, -1)));
    assertEquals(shares, shares.changedBy(shares), "what was read can be written");
  }

  @Test
  void theSumOfTheMinimaDoesNotPassTheDivisor() throws ContainerException {
    var siblings = List.of(new Shares(60, -3, 100), Shares.NEW, new Shares(15, 90, 100));
    new Shares(25, -3, 100).check(PARENT, siblings, List.of());
    assertRefused(Errno.EINVAL, () -> new Shares(26, -3, 100).check(PARENT, siblings, List.of()));
    Shares.NEW.check(PARENT, siblings, List.of());
  }

  @Test
  void theDivisorIsNotLessThanWhatTheChildrenHave() throws ContainerException {
    var children = List.of(new Shares(30, -3, 100), new Shares(20, 70, 100));
    new Shares(-3, -3, 70).check(PARENT, List.of(), children);
    assertRefused(Errno.EINVAL, () -> new Shares(-3, -3, 69).check(PARENT, List.of(), children));
    assertRefused(
        Errno.EINVAL,
        () -> new Shares(-3, -3, 49).check(PARENT, List.of(), List.of(new Shares(50, -3, 1))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, Shares.DONT_CARE})
  void theDivisorIsAtLeastOne(int divisor) {
    assertRefused(
        Errno.EINVAL, () -> new Shares(-3, -3, divisor).check(PARENT, List.of(), List.of()));
  }

  @Test
  void theMinimumIsNotMoreThanTheMaximum() throws ContainerException {
    new Shares(20, 20, 100).check(PARENT, List.of(), List.of());
    assertRefused(Errno.EINVAL, () -> new Shares(21, 20, 100).check(PARENT, List.of(), List.of()));
  }

  @Test
  void theMaximumIsNotMoreThanTheParentsDivisor() throws ContainerException {
    new Shares(-3, 100, 1).check(PARENT, List.of(), List.of());
    assertRefused(Errno.EINVAL, () -> new Shares(-3, 101, 1).check(PARENT, List.of(), List.of()));
  }

  @Test
  void theRootIsNoPartOfAnything() throws ContainerException {
    new Shares(-3, -3, 1000).check(null, List.of(), List.of());
    assertRefused(Errno.EINVAL, () -> new Shares(1, -3, 100).check(null, List.of(), List.of()));
    assertRefused(Errno.EINVAL, () -> new Shares(-3, 1, 100).check(null, List.of(), List.of()));
  }

  @Test
  void theLineIsThatOfResourceGroups() throws ContainerException {
    var shares = new Shares(10, -3, 50);
    var line = "res=tin,min_shares=10,max_shares=-3,child_shares_divisor=50\n";
    assertEquals(line, SharesLine.of("tin", shares));
    assertEquals(shares, SharesLine.parse("tin", line.strip()));
    assertEquals(
        new Shares(-1, 7, 9), SharesLine.parse("tin", "child_shares_divisor=9,max_shares=7"));
    assertEquals(Shares.NO_CHANGE, SharesLine.parse("tin", "res=tin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "min_shares",
        "min_shares=",
        "min_shares=x",
        "min_shares=10%",
        "min_shares=1.5",
        "min_shares=10 max_shares=20",
        "min_shares=10,",
        ",min_shares=10",
        "min_shares=10, max_shares=20",
        "min_shares=10,min_shares=10",
        "least=10",
        "res=lead,min_shares=10",
        "min_shares==10"
      })
  void whatIsNoSuchLineIsRefused(String line) {
    assertRefused(Errno.EINVAL, () -> SharesLine.parse("tin", line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "-2147483649", "99999999999999999999"})
  void aShareHas32Bits(String number) {
    assertRefused(Errno.ERANGE, () -> SharesLine.parse("tin", "min_shares=" + number));
  }
}
