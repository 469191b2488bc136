package corral.host.linux.ffi;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/**
 * Writes to the files by which a kernel is told something, which take a write as a whole or refuse
 * it with an errno. Safe for use by any thread. Source: open(2), write(2).
 */
public final class KernelFile {
  static final int O_WRONLY = 1;

  private KernelFile() {}

  /**
   * Writes a short text at once.
   *
   * @throws OsException with the errno of the refusal
   */
  public static void write(Path file, String text) throws OsException {
    try (var arena = Arena.ofConfined()) {
      var libc = new LibC(arena);
      var name = arena.allocateFrom(file.toString());
      int fd = OsException.check(libc.open(name, O_WRONLY | ProcFiles.O_CLOEXEC), "open " + file);
      try {
        var bytes = arena.allocateFrom(text);
        OsException.check(
            libc.write(fd, bytes.asSlice(0, bytes.byteSize() - 1)),
            "write " + text + " to " + file);
      } finally {
        libc.close(fd);
      }
    }
  }
}
