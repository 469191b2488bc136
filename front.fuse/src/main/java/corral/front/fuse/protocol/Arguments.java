package corral.front.fuse.protocol;

import corral.framework.api.ContainerException;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows the header of the requests: {@code fuse_open_in}, {@code fuse_read_in} and so on.
 */
public final class Arguments {
  private Arguments() {}

  /** The only argument of LOOKUP, RMDIR and others. */
  public static String name(Request request) throws ContainerException {
    return request.name(0);
  }

  /** The name of a new directory; its mode is not for the caller to choose. */
  public static String mkdir(Request request) throws ContainerException {
    return request.name(8);
  }

  /** The flags of open(2) with which OPEN and OPENDIR come. */
  public static int openFlags(Request request) {
    return request.int32(0);
  }

  /** The handle of RELEASE, RELEASEDIR and others that begin with it. */
  public static long handle(Request request) {
    return request.int64(0);
  }

  /** The bits of access(2). */
  public static int accessMask(Request request) {
    return request.int32(0);
  }

  /** How often a node was looked up that is forgotten now. */
  public record Forgotten(long node, long lookups) {
    /** The one of FORGET. */
    public static Forgotten one(Request request) {
      return new Forgotten(request.node(), request.int64(0));
    }

    /** Those of BATCH_FORGET. */
    public static List<Forgotten> many(Request request) {
      int count = request.int32(0);
      var all = new ArrayList<Forgotten>(count);
      for (int i = 0; i < count; i++) {
        int offset = 8 + 16 * i;
        all.add(new Forgotten(request.int64(offset), request.int64(offset + 8)));
      }
      return all;
    }
  }

  /** READ and READDIR. */
  public record Read(long handle, long offset, int size) {
    /** Takes the arguments out of a request. */
    public static Read of(Request request) {
      return new Read(request.int64(0), request.int64(8), request.int32(16));
    }
  }

  /** WRITE; where in the file makes no difference. */
  public record Write(long handle, int size, String text) {
    private static final int DATA = 40;

    /** Takes the arguments out of a request. */
    public static Write of(Request request) {
      int size = request.int32(16);
      return new Write(request.int64(0), size, request.text(DATA, size));
    }
  }

  /**
   * RENAME and RENAME2.
   *
   * @param directory where it goes to
   * @param flags those of renameat2(2)
   */
  public record Rename(String from, long directory, String to, int flags) {
    /** Takes the arguments out of a RENAME. */
    public static Rename of(Request request) throws ContainerException {
      return at(8, 0, request);
    }

    /** Takes the arguments out of a RENAME2. */
    public static Rename withFlags(Request request) throws ContainerException {
      return at(16, request.int32(8), request);
    }

    private static Rename at(int names, int flags, Request request) throws ContainerException {
      var to = request.name(request.afterName(names));
      return new Rename(request.name(names), request.int64(0), to, flags);
    }
  }

  /**
   * SETATTR.
   *
   * @param valid which of the others are meant; see {@link #has}
   */
  public record SetAttributes(int valid, int mode, int uid, int gid) {
    /** {@code FATTR_MODE}. */
    public static final int MODE = 1;

    /** {@code FATTR_UID}. */
    public static final int UID = 1 << 1;

    /** {@code FATTR_GID}. */
    public static final int GID = 1 << 2;

    /** {@code FATTR_SIZE}. */
    public static final int SIZE = 1 << 3;

    /** {@code FATTR_ATIME} and {@code FATTR_MTIME}. */
    public static final int TIMES = 1 << 4 | 1 << 5;

    /** Takes the arguments out of a request. */
    public static SetAttributes of(Request request) {
      return new SetAttributes(
          request.int32(0), request.int32(68), request.int32(76), request.int32(80));
    }

    /** Whether any of these is to be set. */
    public boolean has(int attributes) {
      return (valid & attributes) != 0;
    }
  }

  /**
   * POLL.
   *
   * @param waiter by which a notice says who is to look again
   * @param wantsNotice whether somebody waits
   */
  public record Poll(long handle, long waiter, boolean wantsNotice) {
    private static final int SCHEDULE_NOTIFY = 1;

    /** Takes the arguments out of a request. */
    public static Poll of(Request request) {
      boolean wantsNotice = (request.int32(16) & SCHEDULE_NOTIFY) != 0;
      return new Poll(request.int64(0), request.int64(8), wantsNotice);
    }
  }

  /** INIT. */
  public record Init(int major, int minor, int maxReadahead, long flags) {
    private static final int FLAGS_2 = 16;
    private static final int MINOR_WITH_FLAGS_2 = 36;

    /** Takes the arguments out of a request. */
    public static Init of(Request request) {
      int minor = request.int32(4);
      long high = minor >= MINOR_WITH_FLAGS_2 ? request.int32(FLAGS_2) : 0;
      long flags = high << 32 | Integer.toUnsignedLong(request.int32(12));
      return new Init(request.int32(0), minor, request.int32(8), flags);
    }
  }
}
