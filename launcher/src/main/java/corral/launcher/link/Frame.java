package corral.launcher.link;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A piece of what is said over the socket: a byte for the kind, four for the length, big end first,
 * and the content. Nobody changes the content afterwards.
 */
final class Frame {
  /** The bytes before the content. */
  static final int HEADER_BYTES = 1 + Integer.BYTES;

  /** The longest content: a script is one piece. */
  static final int LONGEST = 16 << 20;

  /** What a frame means, and the byte that says so. */
  enum Kind {
    /** From the client: what it asks for. */
    REQUEST('r'),
    /** From the client: standard input that was asked for; nothing at its end. */
    INPUT('i'),
    /** From the client: Ctrl-C was pressed. */
    INTERRUPT('c'),
    /** From the daemon: a command reads its standard input. */
    ASK('a'),
    /** From the daemon: standard output. */
    OUTPUT('o'),
    /** From the daemon: standard error. */
    ERRORS('e'),
    /** From the daemon: the exit status, in four bytes. */
    STATUS('s');

    private final char code;

    Kind(char code) {
      this.code = code;
    }

    byte code() {
      return (byte) code;
    }

    static Optional<Kind> of(byte code) {
      return Stream.of(values()).filter(kind -> kind.code == code).findFirst();
    }
  }

  private final Kind kind;
  private final byte[] content;

  Frame(Kind kind, byte[] content) {
    this.kind = kind;
    this.content = content;
  }

  static Frame of(Kind kind) {
    return new Frame(kind, new byte[0]);
  }

  static Frame of(Kind kind, byte[] bytes, int from, int count) {
    return new Frame(kind, Arrays.copyOfRange(bytes, from, from + count));
  }

  static Frame ofStatus(int status) {
    return new Frame(Kind.STATUS, ByteBuffer.allocate(Integer.BYTES).putInt(status).array());
  }

  Kind kind() {
    return kind;
  }

  byte[] content() {
    return content;
  }

  /** The exit status that it tells. */
  int status() {
    return ByteBuffer.wrap(content).getInt();
  }
}
