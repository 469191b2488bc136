package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A netlink socket that is read in batches and never blocks. For one thread at a time; {@link
 * #close} is for after its last use. Source: netlink(7), {@code <linux/netlink.h>}.
 */
final class NetlinkSocket implements AutoCloseable {
  static final int AF_NETLINK = 16;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_RCVBUF = 8;
  static final int SO_RCVBUFFORCE = 33;

  static final int SOCKADDR_NL_PID = 4;
  static final int SOCKADDR_NL_GROUPS = 8;
  static final int SOCKADDR_NL_SIZE = 12;

  static final int NLMSGHDR_LENGTH = 0;
  static final int NLMSGHDR_TYPE = 4;
  static final int NLMSGHDR_FLAGS = 6;
  static final int NLMSGHDR_SIZE = 16;

  static final int MSGHDR_NAME = 0;
  static final int MSGHDR_NAME_LENGTH = 8;
  static final int MSGHDR_VECTOR = 16;
  static final int MSGHDR_VECTOR_LENGTH = 24;
  static final int MMSGHDR_LENGTH = 56;
  static final int MMSGHDR_SIZE = 64;

  static final int IOVEC_LENGTH = 8;
  static final int IOVEC_SIZE = 16;

  /**
   * What {@link #receive} answers when the kernel had to drop messages for want of buffer space.
   */
  static final int OVERRUN = -1;

  private final Arena arena = Arena.ofShared();
  private final LibC libc = new LibC(arena);
  private final Descriptor socket;
  private final int batch;
  private final int messageBytes;
  private final MemorySegment headers;
  private final MemorySegment senders;
  private final MemorySegment buffers;

  /**
   * Opens a socket that hears the multicast groups of the mask, and reads so many messages of so
   * many bytes at once.
   */
  NetlinkSocket(int protocol, int groups, int bufferBytes, int batch, int messageBytes)
      throws OsException {
    this.batch = batch;
    this.messageBytes = messageBytes;
    headers = arena.allocate((long) batch * MMSGHDR_SIZE, Long.BYTES);
    senders = arena.allocate((long) batch * SOCKADDR_NL_SIZE, Integer.BYTES);
    buffers = arena.allocate((long) batch * messageBytes, Long.BYTES);
    layOutBatch();
    int fd = libc.socket(AF_NETLINK, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
    if (fd < 0) {
      arena.close();
      throw new OsException("netlink socket", -fd);
    }
    socket = new Descriptor(fd);
    try {
      bind(groups);
      setReceiveBuffer(bufferBytes);
    } catch (OsException refused) {
      close();
      throw refused;
    }
  }

  private void layOutBatch() {
    var vectors = arena.allocate((long) batch * IOVEC_SIZE, Long.BYTES);
    for (int i = 0; i < batch; i++) {
      long vector = (long) i * IOVEC_SIZE;
      vectors.set(ADDRESS, vector, buffers.asSlice((long) i * messageBytes, messageBytes));
      vectors.set(JAVA_LONG, vector + IOVEC_LENGTH, messageBytes);
      long header = (long) i * MMSGHDR_SIZE;
      headers.set(
          ADDRESS,
          header + MSGHDR_NAME,
          senders.asSlice((long) i * SOCKADDR_NL_SIZE, SOCKADDR_NL_SIZE));
      headers.set(JAVA_INT, header + MSGHDR_NAME_LENGTH, SOCKADDR_NL_SIZE);
      headers.set(ADDRESS, header + MSGHDR_VECTOR, vectors.asSlice(vector, IOVEC_SIZE));
      headers.set(JAVA_LONG, header + MSGHDR_VECTOR_LENGTH, 1);
    }
  }

  private void bind(int groups) throws OsException {
    var address = arena.allocate(SOCKADDR_NL_SIZE, Integer.BYTES);
    address.set(JAVA_SHORT, 0, (short) AF_NETLINK);
    address.set(JAVA_INT, SOCKADDR_NL_GROUPS, groups);
    OsException.check(libc.bind(socket.fd(), address), "netlink bind");
  }

  /**
   * The privileged option passes net.core.rmem_max; without the privilege the plain one takes what
   * that allows.
   */
  private void setReceiveBuffer(int size) throws OsException {
    var bytes = arena.allocateFrom(JAVA_INT, size);
    if (libc.setsockopt(socket.fd(), SOL_SOCKET, SO_RCVBUFFORCE, bytes) < 0) {
      OsException.check(
          libc.setsockopt(socket.fd(), SOL_SOCKET, SO_RCVBUF, bytes), "netlink receive buffer");
    }
  }

  int fd() {
    return socket.fd();
  }

  /** Sends a message, header included, to the kernel, which has answered when this returns. */
  void send(MemorySegment message) throws OsException {
    OsException.check(libc.send(socket.fd(), message, 0), "netlink send");
  }

  /**
   * Takes the next batch of messages from the kernel: how many, 0 for none, or {@link #OVERRUN}.
   */
  int receive() throws OsException {
    int received = libc.recvmmsg(socket.fd(), headers, batch, 0);
    return switch (-received) {
      case ErrorNumber.EAGAIN, ErrorNumber.EINTR -> 0;
      case ErrorNumber.ENOBUFS -> OVERRUN;
      default -> OsException.check(received, "netlink receive");
    };
  }

  /**
   * One message of the batch, header included; empty if it came from somebody else than the kernel.
   */
  MemorySegment message(int index) {
    boolean fromKernel =
        senders.get(JAVA_INT, (long) index * SOCKADDR_NL_SIZE + SOCKADDR_NL_PID) == 0;
    int length = headers.get(JAVA_INT, (long) index * MMSGHDR_SIZE + MMSGHDR_LENGTH);
    return buffers.asSlice((long) index * messageBytes, fromKernel ? length : 0);
  }

  @Override
  public void close() {
    socket.close();
    arena.close();
  }
}
