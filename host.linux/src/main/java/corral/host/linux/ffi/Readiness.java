package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Blocks one thread until a source has something to read. Any thread may {@link #wake} it, for
 * good; closing is for after the waiting thread has ended.
 */
public final class Readiness implements AutoCloseable {
  static final int EFD_NONBLOCK = 0x800;
  static final int EFD_CLOEXEC = 0x80000;
  static final short POLLIN = 1;

  static final int POLLFD_EVENTS = 4;
  static final int POLLFD_REVENTS = 6;
  static final int POLLFD_SIZE = 8;

  private final Arena arena = Arena.ofShared();
  private final LibC waiter = new LibC(arena);
  private final Descriptor alarm;
  private final MemorySegment pollfds;
  private final int count;

  public Readiness(List<? extends Pollable> sources) throws OsException {
    alarm =
        new Descriptor(OsException.check(waiter.eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd"));
    count = sources.size() + 1;
    pollfds = arena.allocate((long) count * POLLFD_SIZE, Integer.BYTES);
    expect(0, alarm.fd());
    for (int i = 0; i < sources.size(); i++) {
      expect(i + 1, sources.get(i).fd());
    }
  }

  private void expect(int index, int fd) {
    long pollfd = (long) index * POLLFD_SIZE;
    pollfds.set(JAVA_INT, pollfd, fd);
    pollfds.set(JAVA_SHORT, pollfd + POLLFD_EVENTS, POLLIN);
  }

  /** Waits; false if it was woken instead. For one thread at a time. */
  public boolean await() throws OsException {
    int ready;
    do {
      ready = waiter.poll(pollfds, count, -1);
    } while (ready == -ErrorNumber.EINTR);
    OsException.check(ready, "poll");
    return pollfds.get(JAVA_SHORT, POLLFD_REVENTS) == 0;
  }

  /** Makes this and every later {@link #await} answer false at once. */
  public void wake() {
    try (var scratch = Arena.ofConfined()) {
      new LibC(scratch).write(alarm.fd(), scratch.allocateFrom(JAVA_LONG, 1L));
    }
  }

  @Override
  public void close() {
    alarm.close();
    arena.close();
  }
}
