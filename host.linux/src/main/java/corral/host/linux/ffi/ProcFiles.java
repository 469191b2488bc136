package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Reads directories and small files of {@code /proc} through buffers that are kept. Thread-safe:
 * one call runs at a time. Source: getdents64(2), readlink(2), proc(5).
 */
public final class ProcFiles implements AutoCloseable {
  static final int O_CLOEXEC = 0x80000;

  static final int DIRENT_RECORD_LENGTH = 16;
  static final int DIRENT_NAME = 19;

  private static final int FILE_BYTES = 8192;
  private static final int DIRECTORY_BYTES = 1 << 16;

  private final Arena arena = Arena.ofShared();
  private final LibC libc = new LibC(arena);
  private final MemorySegment path = arena.allocate(256);
  private final MemorySegment content = arena.allocate(FILE_BYTES);
  private final MemorySegment entries = arena.allocate(DIRECTORY_BYTES, Long.BYTES);

  /**
   * The beginning of a file, up to 8 KiB.
   *
   * @throws OsException ENOENT or ESRCH if what it tells of is gone
   */
  public synchronized byte[] read(String file) throws OsException {
    int fd = open(file);
    try {
      int length = OsException.check(libc.read(fd, content), file);
      return content.asSlice(0, length).toArray(JAVA_BYTE);
    } finally {
      libc.close(fd);
    }
  }

  /**
   * What a symbolic link says.
   *
   * @throws OsException ENOENT or ESRCH if what it tells of is gone, EACCES if it may not be read
   */
  public synchronized String link(String file) throws OsException {
    path.setString(0, file);
    int length = OsException.check(libc.readlink(path, content), file);
    return new String(content.asSlice(0, length).toArray(JAVA_BYTE), UTF_8);
  }

  /**
   * The entries of a directory whose names are numbers: the processes in {@code /proc}, the threads
   * in {@code task}, the descriptors in {@code fd}.
   *
   * @throws OsException ENOENT or ESRCH if what it tells of is gone
   */
  public synchronized int[] numbers(String directory) throws OsException {
    int fd = open(directory);
    try {
      var found = new int[256];
      int count = 0;
      for (int length = list(fd, directory); length > 0; length = list(fd, directory)) {
        for (long entry = 0; entry < length; entry += recordLength(entry)) {
          int number = number(entry + DIRENT_NAME);
          if (number >= 0) {
            if (count == found.length) {
              found = Arrays.copyOf(found, count * 2);
            }
            found[count++] = number;
          }
        }
      }
      return Arrays.copyOf(found, count);
    } finally {
      libc.close(fd);
    }
  }

  private int list(int fd, String directory) throws OsException {
    return OsException.check(libc.getdents64(fd, entries), directory);
  }

  private int recordLength(long entry) {
    return Short.toUnsignedInt(entries.get(JAVA_SHORT_UNALIGNED, entry + DIRENT_RECORD_LENGTH));
  }

  /** The name at the offset as a number, or -1 if it is none. */
  private int number(long offset) {
    int number = 0;
    for (byte digit = entries.get(JAVA_BYTE, offset);
        digit != 0;
        digit = entries.get(JAVA_BYTE, ++offset)) {
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = number * 10 + (digit - '0');
    }
    return number;
  }

  private int open(String name) throws OsException {
    path.setString(0, name);
    return OsException.check(libc.open(path, O_CLOEXEC), name);
  }

  @Override
  public synchronized void close() {
    arena.close();
  }
}
