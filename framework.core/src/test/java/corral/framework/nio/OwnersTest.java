package corral.framework.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.host.Accounts;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Owners, groups and permissions, shown and set. */
class OwnersTest {
  private static final Accounts ACCOUNTS =
      new Accounts() {
        @Override
        public OptionalInt uid(String user) {
          return user.equals("alice") ? OptionalInt.of(1000) : OptionalInt.empty();
        }

        @Override
        public OptionalInt gid(String group) {
          return group.equals("staff") ? OptionalInt.of(50) : OptionalInt.empty();
        }

        @Override
        public Optional<String> user(int uid) {
          return uid == 1000 ? Optional.of("alice") : Optional.empty();
        }

        @Override
        public Optional<String> group(int gid) {
          return gid == 50 ? Optional.of("staff") : Optional.empty();
        }
      };

  /** Somebody whom another file system knows. */
  private record Foreigner(String getName) implements GroupPrincipal {}

  private final FakeAdmin admin = new FakeAdmin("/dev/container");
  private final ContainerFileSystem files =
      new ContainerFileSystem(admin, Optional::empty, () -> ACCOUNTS);
  private final Path top = files.getPath("/dev/container");
  private final Path tasks = top.resolve("tasks");

  private PosixFileAttributeView view(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class);
  }

  private String shown(Path path) throws IOException {
    var attributes = Files.readAttributes(path, PosixFileAttributes.class);
    return "%s %s %s"
        .formatted(
            PosixFilePermissions.toString(attributes.permissions()),
            attributes.owner(),
            attributes.group());
  }

  @Test
  void areSetByNameAndShownByName() throws IOException {
    assertEquals("rwxr-xr-x root 1000", shown(top));
    Files.setOwner(top, new Foreigner("alice"));
    view(top).setGroup(new Foreigner("staff"));
    Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertEquals("rwxrwxr-x alice staff", shown(top));
    assertEquals(1000, Files.getAttribute(top, "unix:uid"));
    assertEquals(50, Files.getAttribute(top, "unix:gid"));
    assertEquals(040775, Files.getAttribute(top, "unix:mode"));
  }

  @Test
  void areSetByNumberAndAsAttributes() throws IOException {
    Files.setAttribute(tasks, "owner:owner", new Foreigner("7"));
    Files.setAttribute(tasks, "posix:group", new Foreigner("8"));
    Files.setAttribute(tasks, "posix:permissions", PosixFilePermissions.fromString("rw-rw-rw-"));
    assertEquals("rw-rw-rw- 7 8", shown(tasks));
    Files.setOwner(tasks, Files.getOwner(top));
    assertEquals("rw-rw-rw- root 8", shown(tasks));
  }

  @Test
  void nobodyIsRefused() {
    assertThrows(
        ProviderMismatchException.class, () -> Files.setOwner(top, new Foreigner("nobody")));
  }

  @Test
  void othersCannotBeSet() {
    for (var name : new String[] {"lastModifiedTime", "unix:mode", "posix:size", "colour"}) {
      var refusal =
          assertThrows(
              FileSystemException.class,
              () -> Files.setAttribute(tasks, name, FileTime.fromMillis(0)));
      assertEquals("/dev/container/tasks: Operation not permitted (EPERM)", refusal.getMessage());
    }
  }
}
