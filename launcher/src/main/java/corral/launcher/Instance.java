package corral.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * That a daemon is the only one of its directory: the lock on a file in it, which also says who has
 * the lock. The system drops the lock of a process however it ends.
 */
final class Instance implements AutoCloseable {
  private final FileChannel lock;

  private Instance(FileChannel lock) {
    this.lock = lock;
  }

  /**
   * Takes the lock; the directory is this user's alone from then on.
   *
   * @param self how this process is called where somebody asks who has the lock
   * @throws IOException if another process has it, and which
   */
  static Instance take(Path directory, String self) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    var file = directory.resolve("lock");
    var lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw new IOException("a daemon runs already: " + Files.readString(file).strip());
    }
    lock.truncate(0);
    lock.write(StandardCharsets.UTF_8.encode(self + "\n"));
    return new Instance(lock);
  }

  @Override
  public void close() throws IOException {
    lock.truncate(0);
    lock.close();
  }
}
