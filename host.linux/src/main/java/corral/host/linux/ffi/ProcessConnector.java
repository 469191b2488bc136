package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The kernel's process-event connector: every fork, exec, exit and change of identity on the
 * machine, in the order in which the kernel told them. For one thread at a time. Source: {@code
 * <linux/cn_proc.h>}, {@code <linux/connector.h>}.
 */
public final class ProcessConnector implements Pollable, AutoCloseable {
  /**
   * What {@link #receive} answers when events were lost, so that only a scan tells which processes
   * there are.
   */
  public static final int OVERRUN = NetlinkSocket.OVERRUN;

  static final int NETLINK_CONNECTOR = 11;
  static final int CN_IDX_PROC = 1;
  static final int CN_VAL_PROC = 1;
  static final int NLMSG_DONE = 3;

  static final int CN_MSG_INDEX = 0;
  static final int CN_MSG_VALUE = 4;
  static final int CN_MSG_ACK = 12;
  static final int CN_MSG_LENGTH = 16;
  static final int CN_MSG_SIZE = 20;

  static final int PROC_CN_MCAST_LISTEN = 1;
  static final int PROC_CN_MCAST_IGNORE = 2;

  static final int PROC_EVENT_NONE = 0;
  static final int PROC_EVENT_FORK = 0x1;
  static final int PROC_EVENT_EXEC = 0x2;
  static final int PROC_EVENT_EXIT = 0x80000000;

  static final int EVENT_WHAT = 0;
  static final int EVENT_TIMESTAMP = 8;
  static final int EVENT_ACK_ERROR = 16;
  static final int EVENT_FORK_PARENT_TGID = 20;
  static final int EVENT_FORK_CHILD_PID = 24;
  static final int EVENT_FORK_CHILD_TGID = 28;
  static final int EVENT_EXEC_TGID = 20;
  static final int EVENT_EXIT_PID = 16;
  static final int EVENT_EXIT_TGID = 20;
  static final int EVENT_SIZE = 40;

  private static final int ENVELOPE = NetlinkSocket.NLMSGHDR_SIZE + CN_MSG_SIZE;
  private static final int WANTED = PROC_EVENT_FORK | PROC_EVENT_EXEC | PROC_EVENT_EXIT;

  private final NetlinkSocket socket;
  private int batch;

  private ProcessConnector(NetlinkSocket socket) {
    this.socket = socket;
  }

  /**
   * Subscribes to the events, from now on.
   *
   * @param bufferBytes what the kernel may keep for us, of which each event takes about 800;
   *     without the privilege, not more than it allows everybody
   * @throws OsException if the kernel has no connector or refuses this user, or with ENODEV if it
   *     does not answer, as in another pid namespace than the first, where its pids would mean
   *     other processes
   */
  public static ProcessConnector open(int bufferBytes) throws OsException {
    var socket = new NetlinkSocket(NETLINK_CONNECTOR, CN_IDX_PROC, bufferBytes, 64, 128);
    var connector = new ProcessConnector(socket);
    try {
      int token = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
      connector.request(token, PROC_CN_MCAST_LISTEN);
      connector.expectAcknowledgement(token + 1);
      connector.narrow();
      return connector;
    } catch (OsException refused) {
      connector.close();
      throw refused;
    }
  }

  /**
   * Asks for the wanted kinds only. Kernels older than 6.6 know no such request, and go on telling
   * everything.
   */
  private void narrow() throws OsException {
    request(0, PROC_CN_MCAST_LISTEN, WANTED);
  }

  private void request(int token, int... words) throws OsException {
    int length = words.length * Integer.BYTES;
    try (var arena = Arena.ofConfined()) {
      var message = arena.allocate(ENVELOPE + length, Integer.BYTES);
      message.set(JAVA_INT_UNALIGNED, NetlinkSocket.NLMSGHDR_LENGTH, ENVELOPE + length);
      message.set(JAVA_SHORT_UNALIGNED, NetlinkSocket.NLMSGHDR_TYPE, (short) NLMSG_DONE);
      var body = message.asSlice(NetlinkSocket.NLMSGHDR_SIZE);
      body.set(JAVA_INT_UNALIGNED, CN_MSG_INDEX, CN_IDX_PROC);
      body.set(JAVA_INT_UNALIGNED, CN_MSG_VALUE, CN_VAL_PROC);
      body.set(JAVA_INT_UNALIGNED, CN_MSG_ACK, token);
      body.set(JAVA_SHORT_UNALIGNED, CN_MSG_LENGTH, (short) length);
      for (int i = 0; i < words.length; i++) {
        body.set(JAVA_INT_UNALIGNED, CN_MSG_SIZE + (long) i * Integer.BYTES, words[i]);
      }
      socket.send(message);
    }
  }

  /**
   * The acknowledgement is queued before the request returns, so that one that is not there will
   * not come.
   */
  private void expectAcknowledgement(int token) throws OsException {
    for (int received = socket.receive(); received != 0; received = socket.receive()) {
      for (int i = 0; i < received; i++) {
        var message = socket.message(i);
        if (isAcknowledgement(message, token)) {
          int error = event(message).get(JAVA_INT_UNALIGNED, EVENT_ACK_ERROR);
          OsException.check(-error, "process connector");
          return;
        }
      }
    }
    throw new OsException("process connector does not answer", ErrorNumber.ENODEV);
  }

  private static boolean isAcknowledgement(MemorySegment message, int token) {
    return isEvent(message)
        && event(message).get(JAVA_INT_UNALIGNED, EVENT_WHAT) == PROC_EVENT_NONE
        && message.get(JAVA_INT_UNALIGNED, NetlinkSocket.NLMSGHDR_SIZE + CN_MSG_ACK) == token;
  }

  private static boolean isEvent(MemorySegment message) {
    return message.byteSize() >= ENVELOPE + EVENT_SIZE;
  }

  private static MemorySegment event(MemorySegment message) {
    return message.asSlice(ENVELOPE, EVENT_SIZE);
  }

  @Override
  public int fd() {
    return socket.fd();
  }

  /**
   * Takes the events that wait, up to a batch: how many messages, 0 for none, or {@link #OVERRUN}.
   * Does not block.
   */
  public int receive() throws OsException {
    int received = socket.receive();
    batch = Math.max(received, 0);
    return received;
  }

  /** Tells the events last received, in order. */
  public void deliver(ProcessEventHandler handler) {
    for (int i = 0; i < batch; i++) {
      var message = socket.message(i);
      if (isEvent(message)) {
        deliver(event(message), handler);
      }
    }
    batch = 0;
  }

  private static void deliver(MemorySegment event, ProcessEventHandler handler) {
    switch (event.get(JAVA_INT_UNALIGNED, EVENT_WHAT)) {
      case PROC_EVENT_FORK ->
          handler.forked(
              event.get(JAVA_INT_UNALIGNED, EVENT_FORK_PARENT_TGID),
              event.get(JAVA_INT_UNALIGNED, EVENT_FORK_CHILD_PID),
              event.get(JAVA_INT_UNALIGNED, EVENT_FORK_CHILD_TGID),
              event.get(JAVA_LONG_UNALIGNED, EVENT_TIMESTAMP));
      case PROC_EVENT_EXEC -> handler.executed(event.get(JAVA_INT_UNALIGNED, EVENT_EXEC_TGID));
      case PROC_EVENT_EXIT ->
          handler.exited(
              event.get(JAVA_INT_UNALIGNED, EVENT_EXIT_PID),
              event.get(JAVA_INT_UNALIGNED, EVENT_EXIT_TGID));
      default -> {}
    }
  }

  /** Unsubscribes: older kernels count listeners by what these say, not by their sockets. */
  @Override
  public void close() {
    try {
      request(0, PROC_CN_MCAST_IGNORE);
    } catch (OsException alreadyDeaf) {
      // The socket closes all the same.
    } finally {
      socket.close();
    }
  }
}
