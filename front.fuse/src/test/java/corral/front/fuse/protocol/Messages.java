package corral.front.fuse.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Messages as bytes. */
final class Messages {
  private Messages() {}

  /** A request that a kernel 6.18 on x86-64 has sent; blanks mean nothing. */
  static Request recorded(String hex) {
    return new Request(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  /** An answer that can be read. */
  static ByteBuffer read(ByteBuffer message) {
    return message.duplicate().order(ByteOrder.nativeOrder());
  }
}
