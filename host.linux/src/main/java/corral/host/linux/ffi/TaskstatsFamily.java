package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/**
 * The kernel's accounting of tasks as a family of generic netlink: how to ask it and how to read
 * what it says. For root. For one thread at a time. Source: {@code <linux/taskstats.h>}, {@code
 * <linux/genetlink.h>} and the kernel's accounting/taskstats document.
 */
final class TaskstatsFamily implements AutoCloseable {
  static final int NETLINK_GENERIC = 16;
  static final int NLM_F_REQUEST = 1;
  static final int NLM_F_ACK = 4;
  static final int NLMSG_ERROR = 2;
  static final int GENL_ID_CTRL = 16;
  static final int GENLMSGHDR_VERSION = 1;
  static final int GENLMSGHDR_SIZE = 4;
  static final int CTRL_CMD_GETFAMILY = 3;
  static final int CTRL_ATTR_FAMILY_ID = 1;
  static final int CTRL_ATTR_FAMILY_NAME = 2;
  static final int NLATTR_TYPE = 2;
  static final int NLATTR_SIZE = 4;

  static final int TASKSTATS_CMD_GET = 1;
  static final int TASKSTATS_CMD_ATTR_TGID = 2;
  static final int TASKSTATS_TYPE_PID = 1;
  static final int TASKSTATS_TYPE_TGID = 2;
  static final int TASKSTATS_TYPE_STATS = 3;
  static final int TASKSTATS_TYPE_AGGR_PID = 4;
  static final int TASKSTATS_TYPE_AGGR_TGID = 5;

  /**
   * Kernels of this version (6.14 is one) had new fields in the middle of {@code struct taskstats},
   * which the next version moved to its end.
   */
  private static final int MISLAID = 15;

  private static final int HEADERS = NetlinkSocket.NLMSGHDR_SIZE + GENLMSGHDR_SIZE;
  private static final int MESSAGE_BYTES = 2048;

  private final NetlinkSocket socket;
  private int family;

  private TaskstatsFamily(NetlinkSocket socket) {
    this.socket = socket;
  }

  /**
   * Finds the family.
   *
   * @param bufferBytes what the kernel may keep for us
   * @param batch how many messages are received at once
   * @throws OsException ENOENT if the kernel keeps no such accounting, or one that cannot be read;
   *     EPERM unless root
   */
  static TaskstatsFamily open(int bufferBytes, int batch) throws OsException {
    var opened =
        new TaskstatsFamily(
            new NetlinkSocket(NETLINK_GENERIC, 0, bufferBytes, batch, MESSAGE_BYTES));
    try {
      opened.family = opened.resolve();
      opened.checkLayout();
      return opened;
    } catch (OsException refused) {
      opened.close();
      throw refused;
    }
  }

  /** Generic netlink gives each family a number at boot, and tells it to whoever knows the name. */
  private int resolve() throws OsException {
    request(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, CTRL_ATTR_FAMILY_NAME, text("TASKSTATS"), 0);
    for (int i = 0, received = socket.receive(); i < received; i++) {
      var message = socket.message(i);
      failOnError(message);
      int[] id = {0};
      forEachAttribute(
          body(message),
          (type, value) -> {
            if (type == CTRL_ATTR_FAMILY_ID) {
              id[0] = Short.toUnsignedInt(value.get(JAVA_SHORT_UNALIGNED, 0));
            }
          });
      if (id[0] != 0) {
        return id[0];
      }
    }
    throw new OsException("taskstats", ErrorNumber.ENOENT);
  }

  /** Asks for the statistics of this process, which tell their version. */
  private void checkLayout() throws OsException {
    requestProcess((int) ProcessHandle.current().pid());
    var found = new ArrayList<MemorySegment>();
    for (int i = 0, received = socket.receive(); i < received; i++) {
      failOnError(socket.message(i));
      forEachStats(socket.message(i), (_, _, stats) -> found.add(stats));
    }
    for (var stats : found) {
      requireKnownLayout(stats);
    }
  }

  /** Of all versions but one, each begins as those before it. */
  static void requireKnownLayout(MemorySegment stats) throws OsException {
    int version = Short.toUnsignedInt(stats.get(JAVA_SHORT_UNALIGNED, 0));
    if (version == MISLAID) {
      throw new OsException("taskstats of version " + version, ErrorNumber.ENOENT);
    }
  }

  int fd() {
    return socket.fd();
  }

  /** Asks for the statistics of a process with all its threads. */
  void requestProcess(int pid) throws OsException {
    var number = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(pid);
    request(TASKSTATS_CMD_ATTR_TGID, number.array(), 0);
  }

  /** Asks with one attribute; what the kernel answers at once is there to be received. */
  void request(int attribute, byte[] value, int flags) throws OsException {
    request(TASKSTATS_CMD_GET, attribute, value, flags);
  }

  /** As the other, for another question than that for statistics of tasks. */
  void request(int command, int attribute, byte[] value, int flags) throws OsException {
    request(family, command, attribute, value, flags);
  }

  private void request(int type, int command, int attribute, byte[] value, int flags)
      throws OsException {
    int length = HEADERS + align(NLATTR_SIZE + value.length);
    try (var arena = Arena.ofConfined()) {
      var message = arena.allocate(length, Integer.BYTES);
      message.set(JAVA_INT_UNALIGNED, NetlinkSocket.NLMSGHDR_LENGTH, length);
      message.set(JAVA_SHORT_UNALIGNED, NetlinkSocket.NLMSGHDR_TYPE, (short) type);
      message.set(
          JAVA_SHORT_UNALIGNED, NetlinkSocket.NLMSGHDR_FLAGS, (short) (NLM_F_REQUEST | flags));
      message.set(JAVA_BYTE, NetlinkSocket.NLMSGHDR_SIZE, (byte) command);
      message.set(JAVA_BYTE, NetlinkSocket.NLMSGHDR_SIZE + GENLMSGHDR_VERSION, (byte) 1);
      message.set(JAVA_SHORT_UNALIGNED, HEADERS, (short) (NLATTR_SIZE + value.length));
      message.set(JAVA_SHORT_UNALIGNED, HEADERS + NLATTR_TYPE, (short) attribute);
      MemorySegment.copy(value, 0, message, JAVA_BYTE, HEADERS + NLATTR_SIZE, value.length);
      socket.send(message);
    }
  }

  static byte[] text(String text) {
    return (text + '\0').getBytes(StandardCharsets.US_ASCII);
  }

  /** See {@link NetlinkSocket#receive}. */
  int receive() throws OsException {
    return socket.receive();
  }

  /** A message of the batch, header included. */
  MemorySegment message(int index) {
    return socket.message(index);
  }

  /** Whether a message is of this family. */
  boolean isOurs(MemorySegment message) {
    return type(message) == family;
  }

  /** An error of 0 is an acknowledgement. */
  static void failOnError(MemorySegment message) throws OsException {
    if (type(message) == NLMSG_ERROR) {
      OsException.check(message.get(JAVA_INT_UNALIGNED, NetlinkSocket.NLMSGHDR_SIZE), "taskstats");
    }
  }

  private static int type(MemorySegment message) {
    return message.byteSize() < HEADERS
        ? 0
        : message.get(JAVA_SHORT_UNALIGNED, NetlinkSocket.NLMSGHDR_TYPE);
  }

  private static MemorySegment body(MemorySegment message) {
    return message.asSlice(Math.min(HEADERS, message.byteSize()));
  }

  /** Takes what the kernel says of one thread, or of a whole process. */
  @FunctionalInterface
  interface StatsHandler {
    /**
     * Called with the statistics of a thread, or the sum over a process.
     *
     * @param stats a {@code struct taskstats} of any version
     */
    void accept(int pid, boolean wholeProcess, MemorySegment stats);
  }

  /** Tells the statistics that a message of this family has. */
  static void forEachStats(MemorySegment message, StatsHandler handler) {
    forEachAttribute(
        body(message),
        (type, aggregate) -> {
          if (type == TASKSTATS_TYPE_AGGR_PID || type == TASKSTATS_TYPE_AGGR_TGID) {
            deliver(aggregate, handler);
          }
        });
  }

  private static void deliver(MemorySegment aggregate, StatsHandler handler) {
    int[] pid = {0};
    boolean[] whole = {false};
    forEachAttribute(
        aggregate,
        (type, value) -> {
          switch (type) {
            case TASKSTATS_TYPE_PID, TASKSTATS_TYPE_TGID -> {
              pid[0] = value.get(JAVA_INT_UNALIGNED, 0);
              whole[0] = type == TASKSTATS_TYPE_TGID;
            }
            case TASKSTATS_TYPE_STATS -> handler.accept(pid[0], whole[0], value);
            default -> {}
          }
        });
  }

  private interface AttributeHandler {
    void accept(int type, MemorySegment value);
  }

  private static void forEachAttribute(MemorySegment attributes, AttributeHandler handler) {
    long end = attributes.byteSize();
    int length;
    for (long at = 0; at + NLATTR_SIZE <= end; at += align(length)) {
      length = Short.toUnsignedInt(attributes.get(JAVA_SHORT_UNALIGNED, at));
      if (length < NLATTR_SIZE || at + length > end) {
        return;
      }
      int type = Short.toUnsignedInt(attributes.get(JAVA_SHORT_UNALIGNED, at + NLATTR_TYPE));
      handler.accept(type, attributes.asSlice(at + NLATTR_SIZE, length - NLATTR_SIZE));
    }
  }

  private static int align(int length) {
    return (length + 3) & ~3;
  }

  @Override
  public void close() {
    socket.close();
  }
}
