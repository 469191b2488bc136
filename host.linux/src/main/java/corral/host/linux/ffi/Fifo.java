package corral.host.linux.ffi;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/** Named pipes. Source: fifo(7). */
public final class Fifo {
  private Fifo() {}

  /** Makes a named pipe that only its owner can open. */
  public static void make(Path path) throws OsException {
    try (var arena = Arena.ofConfined()) {
      OsException.check(
          new LibC(arena).mkfifo(arena.allocateFrom(path.toString()), 0600), "mkfifo " + path);
    }
  }
}
