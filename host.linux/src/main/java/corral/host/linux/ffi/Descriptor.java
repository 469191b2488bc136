package corral.host.linux.ffi;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file descriptor that is closed once, by whichever thread is first. */
public final class Descriptor implements AutoCloseable {
  private final int fd;
  private final AtomicBoolean closed = new AtomicBoolean();

  Descriptor(int fd) {
    this.fd = fd;
  }

  int fd() {
    return fd;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try (var arena = Arena.ofConfined()) {
        new LibC(arena).close(fd);
      }
    }
  }
}
