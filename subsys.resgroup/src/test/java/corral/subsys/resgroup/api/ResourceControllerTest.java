package corral.subsys.resgroup.api;

import static corral.testkit.Testbed.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.testkit.Testbed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A controller that is registered and unregistered while there are groups, and its files. */
class ResourceControllerTest {
  @AutoClose private final Testbed testbed = new Testbed();
  private final Tin tin = testbed.add(new Tin());

  @BeforeEach
  void mount() throws ContainerException {
    testbed.mount("tin", "/m");
    testbed.mkdir("/m/a");
    testbed.mkdir("/m/a/b");
  }

  @Test
  void aGroupBeginsWithoutShares() throws ContainerException {
    assertShares("min_shares=-3,max_shares=-2,child_shares_divisor=100", "/m");
    assertShares("min_shares=-3,max_shares=-2,child_shares_divisor=100", "/m/a/b");
  }

  @Test
  void aShareIsAPartOfTheParents() throws ContainerException {
    write("/m/a", "min_shares=50");
    write("/m/a/b", "res=tin,min_shares=10");
    assertEquals("50 pieces, 0 resets\n", testbed.read("/m/a/b/tin.stats"));
    write("/m/a", "child_shares_divisor=20");
    assertEquals("250 pieces, 0 resets\n", testbed.read("/m/a/b/tin.stats"));
    assertEquals(List.of("/a has 500", "/a/b has 50", "/a has 500"), tin.told);
  }

  @Test
  void whatDoesNotFitChangesNothing() throws ContainerException {
    testbed.mkdir("/m/c");
    write("/m/a", "min_shares=60");
    assertRefused(Errno.EINVAL, () -> write("/m/c", "min_shares=41"));
    assertRefused(Errno.EINVAL, () -> write("/m/c", "max_shares=41"));
    assertRefused(Errno.EINVAL, () -> write("/m", "child_shares_divisor=59"));
    assertRefused(Errno.EINVAL, () -> write("/m", "child_shares_divisor=0"));
    assertRefused(Errno.EINVAL, () -> write("/m", "min_shares=1"));
    assertRefused(Errno.EINVAL, () -> write("/m/a", "min_shares=70,child_shares_divisor=-3"));
    assertRefused(Errno.ERANGE, () -> write("/m/a", "min_shares=2147483648"));
    assertRefused(Errno.E2BIG, () -> write("/m/a", "min_shares=" + "0".repeat(5000)));
    assertShares("min_shares=60,max_shares=-2,child_shares_divisor=100", "/m/a");
    assertShares("min_shares=-3,max_shares=-2,child_shares_divisor=100", "/m/c");
  }

  @Test
  void aRemovedGroupGivesItsMinimumBack() throws ContainerException {
    testbed.mkdir("/m/c");
    write("/m/a", "min_shares=60");
    testbed.rmdir("/m/a/b");
    testbed.rmdir("/m/a");
    write("/m/c", "min_shares=100");
    assertRefused(Errno.ENOENT, () -> write("/m/a", "min_shares=1"));
  }

  @Test
  void whatTheControllerRefusesIsTakenBack() throws ContainerException {
    write("/m/a", "min_shares=60");
    tin.refuses = true;
    assertRefused(Errno.ENOSPC, () -> write("/m/a", "min_shares=70"));
    assertEquals(List.of("/a has 600", "/a has 700", "/a has 600"), tin.told);
    assertShares("min_shares=60,max_shares=-2,child_shares_divisor=100", "/m/a");
  }

  @Test
  void theFiguresBeginAnew() throws ContainerException {
    testbed.write("/m/a/tin.stats", "0\n");
    assertEquals("0 pieces, 1 resets\n", testbed.read("/m/a/tin.stats"));
    assertRefused(Errno.EINVAL, () -> testbed.write("/m/a/tin.stats", "1"));
    assertRefused(Errno.EINVAL, () -> testbed.write("/m/a/tin.stats", "res=tin"));
  }

  @Test
  void thereAreFiveLevels() throws ContainerException {
    var path = "/m/a/b";
    for (var name : List.of("c", "d", "e")) {
      path += "/" + name;
      testbed.mkdir(path);
    }
    var sixth = path + "/f";
    assertRefused(Errno.ENOSPC, () -> testbed.mkdir(sixth));
  }

  @Test
  void aTreeThatIsTooDeepCannotBeBound() throws ContainerException {
    testbed.unbind("tin");
    testbed.mount("none,name=deep", "/deep");
    var path = "/deep";
    for (int i = 0; i < 6; i++) {
      path += "/d";
      testbed.mkdir(path);
    }
    assertRefused(Errno.ENOSPC, () -> testbed.bind("tin", "/deep"));
    testbed.rmdir(path);
    testbed.bind("tin", "/deep");
  }

  @Test
  void sharesSurviveTheirController() throws ContainerException {
    write("/m", "child_shares_divisor=10");
    write("/m/a", "min_shares=5");
    write("/m/a/b", "min_shares=5,child_shares_divisor=7");
    testbed.remove(tin);
    assertRefused(Errno.ENOENT, () -> testbed.read("/m/a/tin.shares"));
    testbed.mkdir("/m/new");
    testbed.add(new Tin());
    assertShares("min_shares=-3,max_shares=-2,child_shares_divisor=10", "/m");
    assertShares("min_shares=5,max_shares=-2,child_shares_divisor=100", "/m/a");
    assertShares("min_shares=5,max_shares=-2,child_shares_divisor=7", "/m/a/b");
    assertShares("min_shares=-3,max_shares=-2,child_shares_divisor=100", "/m/new");
    assertEquals("25 pieces, 0 resets\n", testbed.read("/m/a/b/tin.stats"));
    assertRefused(Errno.EINVAL, () -> write("/m/new", "min_shares=6"));
  }

  @Test
  void whatALaterVersionSavedIsRefused() throws ContainerException {
    var group = testbed.state(tin, "/m/a");
    assertRefused(
        Errno.EINVAL, () -> tin.restore(group, Map.of("format", "2", "shares", "min_shares=1")));
  }

  private void write(String group, String line) throws ContainerException {
    testbed.write(group + "/tin.shares", line);
  }

  private void assertShares(String line, String group) throws ContainerException {
    assertEquals("res=tin," + line + "\n", testbed.read(group + "/tin.shares"));
  }
}
