package corral.framework.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.Errno;
import corral.framework.api.host.Accounts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Corral's name space laid over the files of the machine. */
class OverlayTest {
  @TempDir private Path directory;
  private final AtomicReference<Optional<FileSystem>> host =
      new AtomicReference<>(Optional.of(FileSystems.getDefault()));

  /** The host's directory, where {@code mnt} leads to a mount point that the host does not have. */
  private Path machine;

  private FakeAdmin admin;
  private ContainerFileSystem files;

  /** The same directory in our file system. */
  private Path ours;

  @BeforeEach
  void layOver() throws IOException {
    machine = directory.toRealPath();
    admin = new FakeAdmin(machine + "/mnt/container");
    files = new ContainerFileSystem(admin, host::get, () -> Accounts.NONE);
    ours = files.getPath(machine.toString());
    Files.createDirectory(machine.resolve("mnt"));
    Files.writeString(machine.resolve("mnt/file"), "the host's\n");
  }

  @Test
  void otherFilesAreTheHosts() throws IOException {
    assertEquals("the host's\n", Files.readString(ours.resolve("mnt/file")));
    Files.writeString(ours.resolve("new"), "one\n");
    assertEquals("one\n", Files.readString(machine.resolve("new")));
    try (var channel = FileChannel.open(ours.resolve("new"))) {
      assertEquals(4, channel.size());
    }
    Files.setLastModifiedTime(ours.resolve("new"), FileTime.fromMillis(1000));
    assertEquals(FileTime.fromMillis(1000), Files.getLastModifiedTime(machine.resolve("new")));
    Files.copy(ours.resolve("new"), ours.resolve("copy"));
    Files.move(ours.resolve("copy"), ours.resolve("moved"));
    assertTrue(Files.isSameFile(ours.resolve("moved"), ours.resolve("./moved")));
    Files.delete(ours.resolve("moved"));
    Files.createDirectory(ours.resolve("directory"));
    assertTrue(Files.isDirectory(machine.resolve("directory")));
    assertEquals(Files.getFileStore(machine).name(), Files.getFileStore(ours).name());
    assertTrue(admin.writes.isEmpty());
  }

  @Test
  void theMountIsCorrals() throws IOException {
    var container = ours.resolve("mnt/container");
    Files.writeString(container.resolve("tasks"), "1");
    assertEquals("1\n", Files.readString(container.resolve("tasks")));
    Files.createDirectory(container.resolve("Charlie"));
    assertTrue(Files.exists(container.resolve("Charlie/tasks")));
    assertFalse(Files.exists(machine.resolve("mnt/container")));
    assertThrows(NoSuchFileException.class, () -> Files.readString(container.resolve("nothing")));
    assertEquals("container", Files.getFileStore(container).type());
  }

  @Test
  void aMountHidesWhatTheHostHasThere() throws IOException {
    Files.createDirectories(machine.resolve("mnt/container/hidden"));
    var container = ours.resolve("mnt/container");
    assertFalse(Files.exists(container.resolve("hidden")));
    assertEquals(List.of("notify_on_release", "release_agent", "tasks"), names(container));
  }

  @Test
  void aDirectoryOnTheWayShowsBoth() throws IOException {
    assertEquals(List.of("container", "file"), names(ours.resolve("mnt")));
    Files.createDirectory(machine.resolve("mnt/container"));
    assertEquals(List.of("container", "file"), names(ours.resolve("mnt")));
  }

  @Test
  void aDirectoryOnTheWayHasTheHostsAttributes() throws IOException {
    var time = FileTime.fromMillis(5000);
    Files.setLastModifiedTime(machine.resolve("mnt"), time);
    assertEquals(time, Files.getLastModifiedTime(ours.resolve("mnt")));
    assertEquals(
        FileTime.fromMillis(FakeAdmin.CREATED_MILLIS),
        Files.getLastModifiedTime(ours.resolve("mnt/container")));
  }

  @Test
  void aFileOfCorralHidesTheHosts() throws IOException {
    admin.addFile(machine + "/mnt/file", "Corral's\n");
    assertEquals("Corral's\n", Files.readString(ours.resolve("mnt/file")));
  }

  @Test
  void followsTheHostsLinks() throws IOException {
    Files.createSymbolicLink(machine.resolve("link"), machine.resolve("mnt"));
    assertEquals("the host's\n", Files.readString(ours.resolve("link/file")));
    Files.writeString(ours.resolve("link/container/tasks"), "2");
    assertEquals(List.of(machine + "/mnt/container/tasks <- 2"), admin.writes);
    assertEquals(ours.resolve("mnt"), Files.readSymbolicLink(ours.resolve("link")));
    assertEquals(
        ours.resolve("mnt/container/tasks"), ours.resolve("link/container/tasks").toRealPath());
    assertEquals(ours.resolve("mnt/file"), ours.resolve("link/file").toRealPath());
  }

  @Test
  void aProcessThatOnlyTheHostKnowsIsTheHosts() throws IOException {
    Files.createDirectory(machine.resolve("mnt/4711"));
    Files.writeString(machine.resolve("mnt/4711/status"), "State: R\n");
    admin.refuse(machine + "/mnt/4711", Errno.ESRCH);
    admin.refuse(machine + "/mnt/4712", Errno.ESRCH);
    assertEquals("State: R\n", Files.readString(ours.resolve("mnt/4711/status")));
    refused(
        FileSystemException.class,
        machine + "/mnt/4712/status: No such process (ESRCH)",
        () -> Files.readString(ours.resolve("mnt/4712/status")));
  }

  @Test
  void nothingMovesOverTheEdge() {
    refused(
        FileSystemException.class,
        machine + "/mnt/file: Invalid cross-device link (EXDEV)",
        () -> Files.move(ours.resolve("mnt/file"), ours.resolve("mnt/container/file")));
  }

  @Test
  void contentsAreCopiedOverTheEdge() throws IOException {
    admin.addFile(machine + "/mnt/container/tasks", "1\n2\n");
    Files.copy(ours.resolve("mnt/container/tasks"), ours.resolve("saved"));
    assertEquals("1\n2\n", Files.readString(machine.resolve("saved")));
  }

  @Test
  void theHostsRefusalsReadLikeCorrals() throws IOException {
    refused(
        NoSuchFileException.class,
        machine + "/nothing: No such file or directory (ENOENT)",
        () -> Files.readString(ours.resolve("nothing")));
    refused(
        FileAlreadyExistsException.class,
        machine + "/mnt/file: File exists (EEXIST)",
        () -> Files.createFile(ours.resolve("mnt/file")));
    Files.createDirectories(machine.resolve("full/directory"));
    refused(
        DirectoryNotEmptyException.class,
        machine + "/full: Directory not empty (ENOTEMPTY)",
        () -> Files.delete(ours.resolve("full")));
    refused(
        NotDirectoryException.class,
        machine + "/mnt/file: Not a directory (ENOTDIR)",
        () -> Files.newDirectoryStream(ours.resolve("mnt/file")));
    refused(
        FileSystemException.class,
        machine + "/mnt/file/x: Not a directory (ENOTDIR)",
        () -> Files.readString(ours.resolve("mnt/file/x")));
  }

  @Test
  void aDirectoryOfTheHostIsNoFile() throws IOException {
    Files.createDirectory(machine.resolve("directory"));
    refused(
        FileSystemException.class,
        machine + "/directory: Is a directory (EISDIR)",
        () -> Files.readString(ours.resolve("directory")));
  }

  @Test
  void aPrintStreamCannotHideWhatTheHostRefuses() throws IOException {
    var full = files.getPath("/dev/full");
    assumeTrue(Files.exists(full), "There is no /dev/full");
    try (var channel = Files.newByteChannel(full, StandardOpenOption.WRITE);
        var out = new PrintStream(Channels.newOutputStream(channel), true)) {
      var refusal = assertThrows(WriteRefusedException.class, () -> out.println("x"));
      assertEquals("/dev/full: No space left on device (ENOSPC)", refusal.toString());
    }
  }

  @Test
  void watchesTheHostsDirectoriesOnly() throws IOException {
    try (var watcher = files.newWatchService()) {
      assertTrue(ours.register(watcher, StandardWatchEventKinds.ENTRY_CREATE).isValid());
      assertThrows(
          UnsupportedOperationException.class,
          () ->
              ours.resolve("mnt/container")
                  .register(watcher, StandardWatchEventKinds.ENTRY_CREATE));
    }
  }

  @Test
  void relativePathsBeginAtTheHostsWorkingDirectory() {
    assertEquals(
        Path.of("a").toAbsolutePath().toString(), files.getPath("a").toAbsolutePath().toString());
  }

  @Test
  void withoutAHostThereIsOnlyCorral() throws IOException {
    host.set(Optional.empty());
    assertFalse(Files.exists(ours.resolve("mnt/file")));
    assertEquals(List.of("container"), names(ours.resolve("mnt")));
    assertThrows(
        NoSuchFileException.class,
        () -> Files.write(ours.resolve("new"), "x".getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> names(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static void refused(
      Class<? extends FileSystemException> type, String line, Executable operation) {
    assertEquals(
        line, assertInstanceOf(type, assertThrows(IOException.class, operation)).toString());
  }
}
