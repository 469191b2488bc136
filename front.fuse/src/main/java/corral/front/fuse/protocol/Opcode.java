package corral.front.fuse.protocol;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;
import java.util.stream.Stream;

/** What a request asks for ({@code enum fuse_opcode}), as far as it is answered here. */
public enum Opcode {
  LOOKUP(1),
  FORGET(2),
  GETATTR(3),
  SETATTR(4),
  SYMLINK(6),
  MKNOD(8),
  MKDIR(9),
  UNLINK(10),
  RMDIR(11),
  RENAME(12),
  LINK(13),
  OPEN(14),
  READ(15),
  WRITE(16),
  STATFS(17),
  RELEASE(18),
  INIT(26),
  OPENDIR(27),
  READDIR(28),
  RELEASEDIR(29),
  ACCESS(34),
  CREATE(35),
  INTERRUPT(36),
  DESTROY(38),
  POLL(40),
  BATCH_FORGET(42),
  RENAME2(45),
  /** Everything else. */
  OTHER(-1);

  private static final Map<Integer, Opcode> BY_CODE =
      Stream.of(values()).collect(toUnmodifiableMap(Opcode::code, identity()));

  private final int code;

  Opcode(int code) {
    this.code = code;
  }

  static Opcode of(int code) {
    return BY_CODE.getOrDefault(code, OTHER);
  }

  /** The number in a message. */
  public int code() {
    return code;
  }
}
