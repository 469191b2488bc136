package corral.host.linux.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * An open {@code /dev/fuse}: the kernel's end of one file system that is answered here. No call
 * blocks. Buffers are direct ones. {@link #read} is for one thread at a time, the rest for any.
 * Source: fuse(4).
 */
public final class FuseDevice implements Pollable, AutoCloseable {
  static final int O_RDWR = 2;
  static final int O_NONBLOCK = 0x800;
  static final long MS_NOSUID = 2;
  static final long MS_NODEV = 4;
  static final long MS_NOEXEC = 8;

  private static final String PATH = "/dev/fuse";

  private final Arena arena = Arena.ofShared();
  private final LibC reader = new LibC(arena);
  private final Descriptor descriptor;

  private FuseDevice(int fd) {
    descriptor = new Descriptor(fd);
  }

  /**
   * Opens the device, for a file system that is not mounted yet.
   *
   * @throws OsException ENOENT if the machine has none, EACCES if it is not for this user
   */
  public static FuseDevice open() throws OsException {
    try (var scratch = Arena.ofConfined()) {
      var libc = new LibC(scratch);
      int flags = O_RDWR | O_NONBLOCK | ProcFiles.O_CLOEXEC;
      return new FuseDevice(OsException.check(libc.open(scratch.allocateFrom(PATH), flags), PATH));
    }
  }

  /**
   * Has {@code fusermount3} mount a file system that only this user sees.
   *
   * @param subtype after {@code fuse.} in the file system's type
   * @param source what {@code mount} and {@code df} show as its device
   * @param directory one that this user may write
   * @throws OsException ENOENT if there is no such program, EPERM with what it said
   */
  public static FuseDevice mountWithHelp(String subtype, String source, String directory)
      throws OsException {
    try (var helper = new FuseHelper()) {
      var options = "nosuid,nodev,noexec,fsname=%s,subtype=%s".formatted(source, subtype);
      return new FuseDevice(helper.mount(directory, options));
    }
  }

  /**
   * Mounts the file system, open to all users.
   *
   * @param type a file system type that the kernel takes for FUSE, such as {@code fuse.corral}
   * @param source what {@code mount} and {@code df} show as its device
   * @throws OsException EPERM and others of mount(2)
   */
  public void mount(String type, String source, String directory, int uid, int gid)
      throws OsException {
    var options =
        "fd=%d,rootmode=40000,user_id=%d,group_id=%d,allow_other".formatted(fd(), uid, gid);
    try (var scratch = Arena.ofConfined()) {
      OsException.check(
          new LibC(scratch)
              .mount(
                  scratch.allocateFrom(source),
                  scratch.allocateFrom(directory),
                  scratch.allocateFrom(type),
                  MS_NOSUID | MS_NODEV | MS_NOEXEC,
                  scratch.allocateFrom(options)),
          "mount " + directory);
    }
  }

  /**
   * Takes the next request, if there is one.
   *
   * @return its length; empty if there is none now
   * @throws OsException ENODEV if there will be no more
   */
  public OptionalInt read(ByteBuffer buffer) throws OsException {
    int length = reader.read(fd(), MemorySegment.ofBuffer(buffer));
    return switch (length) {
      // A request that was taken back while it was read is no request (ENOENT).
      case -ErrorNumber.EAGAIN, -ErrorNumber.EINTR, -ErrorNumber.ENOENT -> OptionalInt.empty();
      default -> OptionalInt.of(OsException.check(length, PATH));
    };
  }

  /**
   * Answers a request.
   *
   * @throws OsException ENOENT if nobody waits for it any more
   */
  public void write(ByteBuffer message) throws OsException {
    try (var scratch = Arena.ofConfined()) {
      OsException.check(new LibC(scratch).write(fd(), MemorySegment.ofBuffer(message)), PATH);
    }
  }

  @Override
  public int fd() {
    return descriptor.fd();
  }

  /** Whoever uses the file system gets errors from now on. Nobody may be in {@link #read}. */
  @Override
  public void close() {
    descriptor.close();
    arena.close();
  }
}
