package corral.host.linux.ffi;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;

/** Named pipes. Source: fifo(7). */
public final class Fifo {
  static final int O_NONBLOCK = 0x800;

  private Fifo() {}

  /** Makes a named pipe that only its owner can open. */
  public static void make(Path path) throws OsException {
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocateFrom(path.toString());
      OsException.check(new LibC(arena).mkfifo(name, 0600), "mkfifo " + path);
    }
  }

  /**
   * Opens the end to read from, at once, whether or not somebody writes. Whoever waits for a reader
   * then has one.
   *
   * @return empty if there is no such pipe
   */
  public static Optional<Descriptor> reader(Path path) {
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocateFrom(path.toString());
      int fd = new LibC(arena).open(name, O_NONBLOCK | ProcFiles.O_CLOEXEC);
      return fd < 0 ? Optional.empty() : Optional.of(new Descriptor(fd));
    }
  }
}
