package corral.front.fuse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;

/**
 * A request: {@code struct fuse_in_header}, and what follows it. It reads the buffer that it is in,
 * so it is good until another request comes into that. For one thread at a time.
 */
public final class Request {
  /** The length of a header, and the place of what follows. */
  static final int HEADER = 40;

  private static final int OPCODE = 4;
  private static final int UNIQUE = 8;
  private static final int NODE = 16;
  private static final int UID = 24;
  private static final int GID = 28;
  private static final int THREAD = 32;

  private final ByteBuffer buffer;

  /**
   * Requests that come one after another into a buffer.
   *
   * @param buffer from its start to its limit there is one message whenever this is asked
   */
  public Request(ByteBuffer buffer) {
    this.buffer = buffer.order(ByteOrder.nativeOrder());
  }

  /** What is asked for. */
  public Opcode opcode() {
    return Opcode.of(buffer.getInt(OPCODE));
  }

  /** The number by which the answer names this request. */
  public long unique() {
    return buffer.getLong(UNIQUE);
  }

  /** The node that is asked about. */
  public long node() {
    return buffer.getLong(NODE);
  }

  /** The effective user who asks. */
  public int uid() {
    return buffer.getInt(UID);
  }

  /** The effective group that asks. */
  public int gid() {
    return buffer.getInt(GID);
  }

  /** The thread that asks; 0 if it cannot be seen from here. */
  public int thread() {
    return buffer.getInt(THREAD);
  }

  /** A number of 32 bits in what follows the header. */
  int int32(int offset) {
    return buffer.getInt(HEADER + offset);
  }

  /** A number of 64 bits in what follows the header. */
  long int64(int offset) {
    return buffer.getLong(HEADER + offset);
  }

  /** A text of a given length in what follows the header; bytes that are none are replaced. */
  String text(int offset, int length) {
    var bytes = new byte[length];
    buffer.get(HEADER + offset, bytes);
    return new String(bytes, UTF_8);
  }

  /**
   * The name, up to a NUL, in what follows the header.
   *
   * @throws ContainerException EINVAL if it is not in UTF-8, which all names are here
   */
  String name(int offset) throws ContainerException {
    int start = HEADER + offset;
    try {
      return UTF_8.newDecoder().decode(buffer.slice(start, end(start) - start)).toString();
    } catch (CharacterCodingException _) {
      throw new ContainerException(Errno.EINVAL, "the name is not in UTF-8");
    }
  }

  /** Where the text begins that follows a name. */
  int afterName(int offset) {
    return end(HEADER + offset) + 1 - HEADER;
  }

  private int end(int start) {
    int end = start;
    while (buffer.get(end) != 0) {
      end++;
    }
    return end;
  }
}
