package corral.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is this run's alone and goes with it.
 *
 * <p>A lock on a file beside it says that the run is alive. The system drops the lock of a process
 * however it ends, so whatever is not locked was left by a run that was killed, and the next run
 * removes it.
 */
final class RunDirectory implements AutoCloseable {
  private static final String LOCK = ".lock";
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path path;
  private final Path lockFile;
  private final FileChannel lock;

  private RunDirectory(Path path, Path lockFile, FileChannel lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** Makes a directory for this run and removes those of runs that were killed. */
  static RunDirectory make(Path runs) throws IOException {
    Files.createDirectories(runs, PRIVATE);
    sweep(runs);
    while (true) {
      var lockFile = Files.createTempFile(runs, "", LOCK);
      refuseOfAnother(runs, Files.getOwner(lockFile));
      var channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
      // Between its creation and its lock, another's sweep can have taken the file away.
      if (channel.tryLock() != null && Files.exists(lockFile)) {
        return new RunDirectory(Files.createDirectory(of(lockFile)), lockFile, channel);
      }
      channel.close();
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      remove(path);
      Files.deleteIfExists(lockFile);
    }
  }

  private static void sweep(Path runs) throws IOException {
    try (var lockFiles = Files.newDirectoryStream(runs, "*" + LOCK)) {
      for (var lockFile : lockFiles) {
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
            var abandoned = channel.tryLock()) {
          if (abandoned != null) {
            remove(of(lockFile));
            Files.deleteIfExists(lockFile);
          }
        } catch (OverlappingFileLockException e) {
          // A run of this virtual machine.
        } catch (NoSuchFileException e) {
          // Its run has just ended.
        }
      }
    }
  }

  /** Where everybody may write, somebody else can have made the directory that holds our code. */
  private static void refuseOfAnother(Path runs, UserPrincipal user) throws IOException {
    if (!Files.getOwner(runs).equals(user) && !user.getName().equals("root")) {
      throw new IOException(runs + " belongs to another user");
    }
  }

  private static Path of(Path lockFile) {
    var name = lockFile.getFileName().toString();
    return lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
  }

  private static void remove(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
