package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The kernel's exit records: the accounting of each thread as it ends, sent before its process can
 * be waited for and before the process connector tells of the exit. For root. For one thread at a
 * time. Source: {@code <linux/taskstats.h>}, {@code <linux/genetlink.h>} and the kernel's
 * accounting/taskstats document.
 */
public final class ExitRecords implements Pollable, AutoCloseable {
  /** What {@link #receive} answers when records were lost. */
  public static final int OVERRUN = NetlinkSocket.OVERRUN;

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
  static final int TASKSTATS_CMD_ATTR_REGISTER_CPUMASK = 3;
  static final int TASKSTATS_TYPE_PID = 1;
  static final int TASKSTATS_TYPE_TGID = 2;
  static final int TASKSTATS_TYPE_STATS = 3;
  static final int TASKSTATS_TYPE_AGGR_PID = 4;
  static final int TASKSTATS_TYPE_AGGR_TGID = 5;

  static final int STATS_CPU_DELAY_TOTAL = 24;
  static final int STATS_CPU_RUN_VIRTUAL_TOTAL = 72;
  static final int STATS_AC_ETIME = 144;
  static final int STATS_AC_UTIME = 152;
  static final int STATS_AC_STIME = 160;
  static final int STATS_NVCSW = 272;
  static final int STATS_NIVCSW = 280;
  static final int STATS_SIZE_NEEDED = 288;

  private static final int HEADERS = NetlinkSocket.NLMSGHDR_SIZE + GENLMSGHDR_SIZE;
  private static final int NANOS_PER_MICRO = 1_000;

  private final NetlinkSocket socket;
  private int batch;
  private int family;

  private ExitRecords(NetlinkSocket socket) {
    this.socket = socket;
  }

  /**
   * Subscribes to the records of threads that end on one of the given CPUs.
   *
   * @param cpus a list such as {@code 0-3}, best of all the CPUs that the machine can ever have
   * @param bufferBytes what the kernel may keep for us
   * @throws OsException EPERM unless root; ENOENT if the kernel keeps no such accounting
   */
  public static ExitRecords open(String cpus, int bufferBytes) throws OsException {
    var records = new ExitRecords(new NetlinkSocket(NETLINK_GENERIC, 0, bufferBytes, 32, 2048));
    try {
      records.family = records.resolveFamily();
      records.request(
          records.family, TASKSTATS_CMD_GET, TASKSTATS_CMD_ATTR_REGISTER_CPUMASK, cpus, NLM_F_ACK);
      records.expectAcknowledgement();
      return records;
    } catch (OsException refused) {
      records.close();
      throw refused;
    }
  }

  /** Generic netlink gives each family a number at boot, and tells it to whoever knows the name. */
  private int resolveFamily() throws OsException {
    request(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, CTRL_ATTR_FAMILY_NAME, "TASKSTATS", 0);
    for (int i = 0, received = socket.receive(); i < received; i++) {
      var message = socket.message(i);
      failOnError(message);
      int[] id = {0};
      forEachAttribute(
          message,
          HEADERS,
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

  private void expectAcknowledgement() throws OsException {
    int received = socket.receive();
    for (int i = 0; i < received; i++) {
      failOnError(socket.message(i));
    }
    if (received == 0) {
      throw new OsException("taskstats does not answer", ErrorNumber.ENODEV);
    }
  }

  /** An error of 0 is an acknowledgement. */
  private static void failOnError(MemorySegment message) throws OsException {
    if (type(message) == NLMSG_ERROR) {
      OsException.check(message.get(JAVA_INT_UNALIGNED, NetlinkSocket.NLMSGHDR_SIZE), "taskstats");
    }
  }

  private static int type(MemorySegment message) {
    return message.byteSize() < HEADERS
        ? 0
        : message.get(JAVA_SHORT_UNALIGNED, NetlinkSocket.NLMSGHDR_TYPE);
  }

  private void request(int type, int command, int attribute, String text, int flags)
      throws OsException {
    byte[] value = (text + '\0').getBytes(StandardCharsets.US_ASCII);
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

  @Override
  public int fd() {
    return socket.fd();
  }

  /**
   * Takes the records that wait, up to a batch: how many messages, 0 for none, or {@link #OVERRUN}.
   * Does not block.
   */
  public int receive() throws OsException {
    int received = socket.receive();
    batch = Math.max(received, 0);
    return received;
  }

  /**
   * Tells the records last received, in order; a thread's before the one of the process that ended
   * with it.
   */
  public void deliver(Consumer<ExitRecord> handler) {
    for (int i = 0; i < batch; i++) {
      var message = socket.message(i);
      if (type(message) == family) {
        forEachAttribute(
            message,
            HEADERS,
            (type, aggregate) -> {
              if (type == TASKSTATS_TYPE_AGGR_PID || type == TASKSTATS_TYPE_AGGR_TGID) {
                deliver(aggregate, handler);
              }
            });
      }
    }
    batch = 0;
  }

  private static void deliver(MemorySegment aggregate, Consumer<ExitRecord> handler) {
    int[] pid = {0};
    boolean[] whole = {false};
    forEachAttribute(
        aggregate,
        0,
        (type, value) -> {
          switch (type) {
            case TASKSTATS_TYPE_PID, TASKSTATS_TYPE_TGID -> {
              pid[0] = value.get(JAVA_INT_UNALIGNED, 0);
              whole[0] = type == TASKSTATS_TYPE_TGID;
            }
            case TASKSTATS_TYPE_STATS -> {
              if (value.byteSize() >= STATS_SIZE_NEEDED) {
                handler.accept(decode(pid[0], whole[0], value));
              }
            }
            default -> {}
          }
        });
  }

  private static ExitRecord decode(int pid, boolean wholeProcess, MemorySegment stats) {
    return new ExitRecord(
        pid,
        wholeProcess,
        stats.get(JAVA_LONG_UNALIGNED, STATS_CPU_RUN_VIRTUAL_TOTAL),
        stats.get(JAVA_LONG_UNALIGNED, STATS_AC_UTIME) * NANOS_PER_MICRO,
        stats.get(JAVA_LONG_UNALIGNED, STATS_AC_STIME) * NANOS_PER_MICRO,
        stats.get(JAVA_LONG_UNALIGNED, STATS_AC_ETIME) * NANOS_PER_MICRO,
        stats.get(JAVA_LONG_UNALIGNED, STATS_CPU_DELAY_TOTAL),
        stats.get(JAVA_LONG_UNALIGNED, STATS_NVCSW),
        stats.get(JAVA_LONG_UNALIGNED, STATS_NIVCSW));
  }

  private interface AttributeHandler {
    void accept(int type, MemorySegment value);
  }

  private static void forEachAttribute(
      MemorySegment attributes, long from, AttributeHandler handler) {
    long end = attributes.byteSize();
    int length;
    for (long at = from; at + NLATTR_SIZE <= end; at += align(length)) {
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
