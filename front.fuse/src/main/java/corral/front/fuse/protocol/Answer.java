package corral.front.fuse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import corral.framework.api.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * An answer: {@code struct fuse_out_header}, and what is put after it. It is made in one buffer
 * again and again. For one thread at a time.
 */
public final class Answer {
  /** The size of a header. */
  static final int HEADER = 16;

  private static final int LENGTH = 0;
  private static final int ERROR = 4;
  private static final int UNIQUE = 8;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int BLOCK = 4096;
  private static final int LONGEST_NAME = 255;
  private static final int WORD = 8;
  private static final int DIRENT = 24;

  private final ByteBuffer buffer;

  /** Answers that are made one after another in a buffer. */
  public Answer(ByteBuffer buffer) {
    this.buffer = buffer.order(ByteOrder.nativeOrder());
  }

  /** Begins an answer; what was made before is gone. */
  public Answer to(long unique) {
    buffer.clear().putLong(UNIQUE, unique).position(HEADER);
    return this;
  }

  /** The whole message, to be sent. */
  public ByteBuffer success() {
    return finished(0);
  }

  /** A message that says nothing but that the request is refused. */
  public ByteBuffer refusal(Errno errno) {
    buffer.position(HEADER);
    return finished(-ErrnoNumbers.of(errno));
  }

  private ByteBuffer finished(int error) {
    buffer.flip().putInt(LENGTH, buffer.limit()).putInt(ERROR, error);
    return buffer;
  }

  /** A notice that nobody has asked for: whoever waits for a file to change is to look again. */
  public ByteBuffer pollNotice(long waiter) {
    int pollWakeup = 1;
    to(0).buffer.putLong(waiter);
    return finished(pollWakeup);
  }

  /**
   * LOOKUP, MKDIR.
   *
   * @param remembered how long the kernel may go from the name to the node without asking
   */
  public void entry(Attributes attributes, Duration remembered) {
    buffer.putLong(attributes.node()).putLong(0);
    buffer.putLong(remembered.toSeconds()).putLong(0);
    buffer.putInt(remembered.toNanosPart()).putInt(0);
    attributes(attributes);
  }

  /** GETATTR, SETATTR: attributes that the kernel asks for anew each time. */
  public void freshAttributes(Attributes attributes) {
    buffer.putLong(0).putInt(0).putInt(0);
    attributes(attributes);
  }

  /** {@code struct fuse_attr}. Sizes are 0, as in all file systems whose files are made up. */
  private void attributes(Attributes attributes) {
    long seconds = Math.floorDiv(attributes.changedMillis(), 1000L);
    int nanos = Math.floorMod(attributes.changedMillis(), 1000) * NANOS_PER_MILLI;
    buffer.putLong(attributes.node()).putLong(0).putLong(0);
    buffer.putLong(seconds).putLong(seconds).putLong(seconds);
    buffer.putInt(nanos).putInt(nanos).putInt(nanos);
    buffer.putInt(attributes.mode()).putInt(attributes.links());
    buffer.putInt(attributes.uid()).putInt(attributes.gid());
    buffer.putInt(0).putInt(BLOCK).putInt(0);
  }

  /** OPEN, OPENDIR. */
  public void opened(long handle, int flags) {
    buffer.putLong(handle).putInt(flags).putInt(0);
  }

  /** READ. */
  public void data(byte[] bytes, int from, int length) {
    buffer.put(bytes, from, length);
  }

  /** WRITE: all of it was taken. */
  public void written(int size) {
    buffer.putInt(size).putInt(0);
  }

  /** POLL. */
  public void polled(int events) {
    buffer.putInt(events).putInt(0);
  }

  /** STATFS: a file system that takes no room. */
  public void statistics() {
    for (int i = 0; i < 5; i++) {
      buffer.putLong(0);
    }
    buffer.putInt(BLOCK).putInt(LONGEST_NAME).putInt(BLOCK).putInt(0);
    buffer.put(new byte[6 * Integer.BYTES]);
  }

  /**
   * One entry of READDIR.
   *
   * @param next where to go on after it
   * @param mode of which the type counts
   * @param size how many bytes the entries may have together
   * @return false if it does not fit
   */
  public boolean directoryEntry(long node, long next, int mode, String name, int size) {
    var bytes = name.getBytes(UTF_8);
    int length = Math.ceilDiv(DIRENT + bytes.length, WORD) * WORD;
    if (buffer.position() - HEADER + length > size) {
      return false;
    }
    int end = buffer.position() + length;
    buffer.putLong(node).putLong(next).putInt(bytes.length).putInt(mode >> 12).put(bytes);
    while (buffer.position() < end) {
      buffer.put((byte) 0);
    }
    return true;
  }

  /** INIT. */
  public void initialised(Negotiation agreed) {
    buffer.putInt(Negotiation.MAJOR).putInt(agreed.minor()).putInt(agreed.maxReadahead());
    buffer.putInt((int) agreed.flags()).putShort((short) 0).putShort((short) 0);
    buffer.putInt(Negotiation.MAX_WRITE).putInt(NANOS_PER_MILLI);
    buffer.putShort((short) Negotiation.MAX_PAGES).putShort((short) 0);
    buffer.putInt((int) (agreed.flags() >>> 32)).putInt(0);
    buffer.putShort((short) agreed.requestTimeoutSeconds());
    buffer.put(new byte[11 * Short.BYTES]);
  }
}
