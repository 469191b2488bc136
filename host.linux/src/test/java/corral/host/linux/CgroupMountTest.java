package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds the control groups of both versions, here in directories that only look like them. */
class CgroupMountTest {
  @TempDir private Path directory;

  @Test
  void versionOneHasAMountForTheController() {
    var lines =
        List.of(
            "38 31 0:35 / %s rw,relatime - cgroup cgroup rw,blkio".formatted(directory),
            "39 31 0:36 / %s rw,relatime shared:9 - cgroup cgroup rw,pids".formatted(directory));
    var mount = new CgroupMount(directory, false);
    assertEquals(Optional.of(mount), CgroupMount.find(lines));
    assertEquals(
        Optional.of(directory.resolve("a/b")),
        mount.group("9:name=systemd:/x\n8:pids:/a/b\n0::/y\n"));
    assertEquals(Optional.of(directory), mount.group("8:pids:/\n"));
    assertEquals(Optional.empty(), mount.group("8:pids:/../outside\n"));
    assertEquals(Optional.empty(), mount.group("0::/y\n"));
  }

  @Test
  void versionTwoMustGiveTheControllerToTheGroups() throws IOException {
    var lines = List.of("41 31 0:38 / %s rw,relatime - cgroup2 cgroup2 rw".formatted(directory));
    var given = directory.resolve("cgroup.subtree_control");
    Files.writeString(given, "cpu memory\n");
    assertEquals(Optional.empty(), CgroupMount.find(lines));
    Files.writeString(given, "cpu memory pids\n");
    var mount = new CgroupMount(directory, true);
    assertEquals(Optional.of(mount), CgroupMount.find(lines));
    assertEquals(
        Optional.of(directory.resolve("user.slice")), mount.group("8:pids:/a/b\n0::/user.slice\n"));
  }

  @Test
  void noMountIsNoneAndNeitherIsOneThatIsNotThere() {
    assertEquals(Optional.empty(), CgroupMount.find(List.of()));
    assertEquals(
        Optional.empty(),
        CgroupMount.find(List.of("39 31 0:36 / /no/such/place rw - cgroup cgroup rw,pids")));
  }
}
