package corral.framework.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.host.Accounts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What {@code java.nio.file.Files} does with directories and files of Corral. */
class ReadWriteTest {
  private final FakeAdmin admin = new FakeAdmin("/dev/container");
  private final ContainerFileSystem files =
      new ContainerFileSystem(admin, Optional::empty, () -> Accounts.NONE);
  private final Path top = files.getPath("/dev/container");
  private final Path tasks = top.resolve("tasks");
  private final Path agent = top.resolve("release_agent");

  @Test
  void readsAsAWhole() throws IOException {
    admin.addFile("/dev/container/tasks", "1\n22\n333\n");
    assertEquals("1\n22\n333\n", Files.readString(tasks));
    assertEquals(List.of("1", "22", "333"), Files.readAllLines(tasks));
    assertEquals(9, Files.readAllBytes(tasks).length);
  }

  @Test
  void readsOnePictureInPieces() throws IOException {
    admin.addFile("/dev/container/tasks", "1\n22\n333\n");
    try (var channel = Files.newByteChannel(tasks)) {
      var piece = ByteBuffer.allocate(4);
      assertEquals(4, channel.read(piece));
      admin.addFile("/dev/container/tasks", "9\n");
      assertEquals(9, channel.size());
      assertEquals(4, channel.read(piece.clear()));
      assertEquals("\n333", text(piece));
      assertEquals(3, channel.position(6).read(piece.clear()));
      assertEquals("33\n", text(piece));
      assertEquals(-1, channel.read(piece.clear()));
      assertThrows(NonWritableChannelException.class, () -> channel.write(piece));
    }
  }

  @Test
  void oneWriteIsOneWrite() throws IOException {
    Files.writeString(tasks, "1\n");
    Files.write(agent, List.of("/sbin/agent"));
    assertEquals(
        List.of("/dev/container/tasks <- 1\n", "/dev/container/release_agent <- /sbin/agent\n"),
        admin.writes);
  }

  @Test
  void aLineEndByItselfBelongsToItsLine() throws IOException {
    try (var out = Files.newOutputStream(tasks)) {
      out.write("1".getBytes(StandardCharsets.UTF_8));
      out.write('\n');
      out.write("2\n".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(List.of("/dev/container/tasks <- 1", "/dev/container/tasks <- 2\n"), admin.writes);
  }

  @Test
  void anEmptyLineIsAWrite() throws IOException {
    Files.writeString(agent, "\n");
    assertEquals(List.of("/dev/container/release_agent <- \n"), admin.writes);
  }

  @Test
  void aRefusedWriteIsThrown() {
    refused(
        FileSystemException.class,
        "/dev/container/tasks: No such process (ESRCH)",
        () -> Files.writeString(tasks, "4711"));
    refused(
        AccessDeniedException.class,
        "/proc/containers: Permission denied (EACCES)",
        () -> Files.writeString(files.getPath("/proc/containers"), "x"));
  }

  @Test
  void aPrintStreamOnAChannelCannotHideARefusal() throws IOException {
    try (var channel =
            Files.newByteChannel(tasks, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        var out = new PrintStream(Channels.newOutputStream(channel), true)) {
      var refusal = assertThrows(WriteRefusedException.class, () -> out.println("4711"));
      assertEquals("/dev/container/tasks: No such process (ESRCH)", refusal.toString());
      assertInstanceOf(FileSystemException.class, refusal.getCause());
    }
  }

  @Test
  void aChannelForWritingCannotBeRead() throws IOException {
    try (var channel = Files.newByteChannel(tasks, StandardOpenOption.WRITE)) {
      assertThrows(NonReadableChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void aClosedChannelIsOfNoUse() throws IOException {
    var channel = Files.newByteChannel(tasks);
    channel.close();
    assertFalse(channel.isOpen());
    assertThrows(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
  }

  @Test
  void filesCannotBeCreated() {
    var file = top.resolve("new");
    var line = "/dev/container/new: No such file or directory (ENOENT)";
    refused(NoSuchFileException.class, line, () -> Files.createFile(file));
    refused(NoSuchFileException.class, line, () -> Files.writeString(file, "x"));
    refused(
        FileAlreadyExistsException.class,
        "/dev/container/tasks: File exists (EEXIST)",
        () -> Files.createFile(tasks));
  }

  @Test
  void directoriesAreContainers() throws IOException {
    var child = top.resolve("Charlie");
    Files.createDirectory(child);
    assertTrue(Files.isDirectory(child));
    refused(
        FileAlreadyExistsException.class,
        "/dev/container/Charlie: File exists (EEXIST)",
        () -> Files.createDirectory(child));
    Files.createDirectories(child.resolve("a/b"));
    refused(
        FileSystemException.class,
        "/dev/container/Charlie: Device or resource busy (EBUSY): it has children",
        () -> Files.delete(child));
    Files.move(child.resolve("a/b"), child.resolve("a/c"));
    assertFalse(Files.exists(child.resolve("a/b")));
    Files.delete(child.resolve("a/c"));
    Files.delete(child.resolve("a"));
    Files.delete(child);
    assertFalse(Files.exists(child));
    refused(
        FileSystemException.class,
        "/dev/container/tasks: Operation not permitted (EPERM)",
        () -> Files.delete(tasks));
  }

  @Test
  void aDirectoryIsNoFile() {
    refused(
        FileSystemException.class,
        "/dev/container: Is a directory (EISDIR)",
        () -> Files.readString(top));
    refused(
        NotDirectoryException.class,
        "/dev/container/tasks: Not a directory (ENOTDIR)",
        () -> Files.newDirectoryStream(tasks));
  }

  @Test
  void walks() throws IOException {
    Files.createDirectory(top.resolve("a"));
    try (Stream<Path> walk = Files.walk(files.getPath("/"))) {
      assertEquals(
          List.of(
              "/",
              "/dev",
              "/dev/container",
              "/dev/container/a",
              "/dev/container/a/notify_on_release",
              "/dev/container/a/tasks",
              "/dev/container/notify_on_release",
              "/dev/container/release_agent",
              "/dev/container/tasks",
              "/proc",
              "/proc/containers"),
          walk.map(Path::toString).toList());
    }
  }

  @Test
  void listsThroughAFilter() throws IOException {
    try (var entries = Files.newDirectoryStream(top, "*_*")) {
      var iterator = entries.iterator();
      assertEquals(top.resolve("notify_on_release"), iterator.next());
      assertEquals(agent, iterator.next());
      assertFalse(iterator.hasNext());
      assertThrows(IllegalStateException.class, entries::iterator);
    }
  }

  @Test
  void hasAttributes() throws IOException {
    var file = Files.readAttributes(tasks, PosixFileAttributes.class);
    assertTrue(file.isRegularFile());
    assertEquals("rw-r--r--", PosixFilePermissions.toString(file.permissions()));
    assertEquals("root", file.owner().getName());
    assertEquals("1000", file.group().getName());
    assertEquals(FileTime.fromMillis(FakeAdmin.CREATED_MILLIS), file.creationTime());
    assertEquals(0100644, Files.getAttribute(tasks, "unix:mode"));
    assertEquals(040755, Files.getAttribute(top, "unix:mode"));
    assertEquals(0100444, Files.getAttribute(files.getPath("/proc/containers"), "unix:mode"));
    assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(top)));
    assertEquals("root", Files.getOwner(tasks).getName());
    assertEquals(0L, Files.size(tasks));
    assertEquals(
        Files.readAttributes(tasks, "posix:*").keySet(),
        Files.readAttributes(Path.of("/"), "posix:*").keySet());
  }

  @Test
  void refusesUnknownAttributes() {
    assertThrows(UnsupportedOperationException.class, () -> Files.getAttribute(tasks, "dos:size"));
    assertThrows(IllegalArgumentException.class, () -> Files.getAttribute(tasks, "colour"));
  }

  @Test
  void timesCannotBeSet() {
    var line = "/dev/container/tasks: Operation not permitted (EPERM)";
    refused(
        FileSystemException.class,
        line,
        () -> Files.setLastModifiedTime(tasks, FileTime.fromMillis(0)));
    assertNotNull(Files.getFileAttributeView(tasks, PosixFileAttributeView.class));
  }

  @Test
  void saysWhatIsAllowed() {
    var report = files.getPath("/proc/containers");
    assertTrue(Files.isReadable(report));
    assertFalse(Files.isWritable(report));
    assertTrue(Files.isWritable(tasks));
    assertFalse(Files.isExecutable(tasks));
    assertTrue(Files.isExecutable(top));
    assertFalse(Files.exists(top.resolve("nothing")));
    assertTrue(Files.notExists(top.resolve("nothing")));
    assertFalse(Files.isSymbolicLink(tasks));
  }

  @Test
  void knowsThePathsThatNameTheSameFile() throws IOException {
    assertTrue(Files.isSameFile(tasks, top.resolve("../container/./tasks")));
    assertFalse(Files.isSameFile(tasks, agent));
    assertEquals(tasks, top.resolve("../container/./tasks").toRealPath());
  }

  @Test
  void copiesContents() throws IOException {
    Files.createDirectory(top.resolve("a"));
    admin.addFile("/dev/container/release_agent", "/sbin/agent\n");
    admin.addFile("/dev/container/a/release_agent", "\n");
    var target = top.resolve("a/release_agent");
    assertThrows(FileAlreadyExistsException.class, () -> Files.copy(agent, target));
    Files.copy(agent, target, StandardCopyOption.REPLACE_EXISTING);
    assertEquals("/sbin/agent\n", Files.readString(target));
  }

  @Test
  void closesAndWatchesNothing() {
    assertThrows(UnsupportedOperationException.class, files::close);
    assertThrows(UnsupportedOperationException.class, files::newWatchService);
    assertTrue(files.isOpen());
  }

  private static void refused(
      Class<? extends FileSystemException> type, String line, Executable operation) {
    var refusal = assertThrows(type, operation);
    assertEquals(line, refusal.getMessage());
    assertEquals(line, refusal.toString());
  }

  private static String text(ByteBuffer piece) {
    return StandardCharsets.UTF_8.decode(piece.flip()).toString();
  }
}
