package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Has {@code fusermount3} mount a file system for a user who may not mount. It is setuid root, and
 * hands the open device over a socket; what it has to complain of comes the same way. For one call.
 * Source: fusermount3(1), unix(7).
 */
final class FuseHelper implements AutoCloseable {
  static final int AF_UNIX = 1;
  static final int SOCK_STREAM = 1;
  static final int SCM_RIGHTS = 1;
  static final int MSG_CMSG_CLOEXEC = 0x40000000;
  static final int F_SETFL = 4;

  static final int MSGHDR_CONTROL = 32;
  static final int MSGHDR_CONTROL_LENGTH = 40;
  static final int CMSGHDR_TYPE = 12;
  static final int CMSGHDR_SIZE = 16;
  static final int FILE_ACTIONS_SIZE = 80;

  private static final String PROGRAM = "fusermount3";
  private static final int ERRORS = 2;
  private static final int SOCKET = 3;
  private static final int MESSAGE_BYTES = 1024;
  private static final int CONTROL_BYTES = 64;

  private final Arena arena = Arena.ofConfined();
  private final LibC libc = new LibC(arena);
  private final MemorySegment text = arena.allocate(MESSAGE_BYTES);
  private final MemorySegment control = arena.allocate(CONTROL_BYTES, Long.BYTES);
  private final MemorySegment header = arena.allocate(NetlinkSocket.MMSGHDR_SIZE, Long.BYTES);

  FuseHelper() {
    var vector = arena.allocate(NetlinkSocket.IOVEC_SIZE, Long.BYTES);
    vector.set(ADDRESS, 0, text);
    vector.set(JAVA_LONG, NetlinkSocket.IOVEC_LENGTH, MESSAGE_BYTES);
    header.set(ADDRESS, NetlinkSocket.MSGHDR_VECTOR, vector);
    header.set(JAVA_LONG, NetlinkSocket.MSGHDR_VECTOR_LENGTH, 1);
    header.set(ADDRESS, MSGHDR_CONTROL, control);
  }

  /**
   * Mounts at a directory.
   *
   * @param options with commas between them
   * @return the descriptor of the device, which does not block
   * @throws OsException ENOENT if there is no such program, EPERM with what it said
   */
  int mount(String directory, String options) throws OsException {
    var pair = arena.allocate(JAVA_INT, 2);
    int type = SOCK_STREAM | NetlinkSocket.SOCK_CLOEXEC;
    OsException.check(libc.socketpair(AF_UNIX, type, 0, pair), "socketpair");
    try (var ours = new Descriptor(pair.getAtIndex(JAVA_INT, 0))) {
      int pid;
      try (var theirs = new Descriptor(pair.getAtIndex(JAVA_INT, 1))) {
        pid = spawn(theirs, List.of(PROGRAM, "-o", options, "--", directory));
      }
      try {
        return receive(ours);
      } finally {
        libc.waitpid(pid, MemorySegment.NULL);
      }
    }
  }

  private int spawn(Descriptor socket, List<String> words) throws OsException {
    var pid = arena.allocate(JAVA_INT);
    int refused =
        libc.spawn(
            pid,
            arena.allocateFrom(PROGRAM),
            strings(words),
            strings(List.of("_FUSE_COMMFD=" + SOCKET)),
            arena.allocate(FILE_ACTIONS_SIZE, Long.BYTES),
            socket.fd(),
            ERRORS,
            SOCKET);
    OsException.check(refused, PROGRAM);
    return pid.get(JAVA_INT, 0);
  }

  /** An array of strings as C has it, with NULL at its end. */
  private MemorySegment strings(List<String> strings) {
    var array = arena.allocate(ADDRESS, strings.size() + 1L);
    for (int i = 0; i < strings.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(strings.get(i)));
    }
    return array;
  }

  private int receive(Descriptor socket) throws OsException {
    var said = new StringBuilder();
    while (true) {
      header.set(JAVA_LONG, MSGHDR_CONTROL_LENGTH, CONTROL_BYTES);
      OsException.check(libc.recvmmsg(socket.fd(), header, 1, MSG_CMSG_CLOEXEC), PROGRAM);
      if (header.get(JAVA_LONG, MSGHDR_CONTROL_LENGTH) > CMSGHDR_SIZE
          && control.get(JAVA_INT, CMSGHDR_TYPE) == SCM_RIGHTS) {
        int fd = control.get(JAVA_INT, CMSGHDR_SIZE);
        libc.fcntl(fd, F_SETFL, FuseDevice.O_RDWR | FuseDevice.O_NONBLOCK);
        return fd;
      }
      int length = header.get(JAVA_INT, NetlinkSocket.MMSGHDR_LENGTH);
      if (length == 0) {
        var reason = said.toString().strip();
        throw new OsException(reason.isEmpty() ? PROGRAM : reason, ErrorNumber.EPERM);
      }
      said.append(new String(text.asSlice(0, length).toArray(JAVA_BYTE), UTF_8));
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
