package corral.itest.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * File operations as the kernel answers them; {@code java.nio.file} does not tell the errno. For
 * one thread.
 */
final class SystemCalls {
  /** Of {@code <asm-generic/fcntl.h>}. */
  static final int READ_ONLY = 0;

  static final int WRITE_ONLY = 1;
  static final int READ_WRITE = 2;
  static final int CREATE = 0100;

  /** Of {@code <poll.h>}. */
  private static final short POLLPRI = 2;

  private static final Map<Integer, String> ERRNO =
      Map.ofEntries(
          Map.entry(1, "EPERM"),
          Map.entry(2, "ENOENT"),
          Map.entry(3, "ESRCH"),
          Map.entry(5, "EIO"),
          Map.entry(7, "E2BIG"),
          Map.entry(13, "EACCES"),
          Map.entry(16, "EBUSY"),
          Map.entry(17, "EEXIST"),
          Map.entry(18, "EXDEV"),
          Map.entry(19, "ENODEV"),
          Map.entry(20, "ENOTDIR"),
          Map.entry(21, "EISDIR"),
          Map.entry(22, "EINVAL"),
          Map.entry(28, "ENOSPC"),
          Map.entry(34, "ERANGE"),
          Map.entry(36, "ENAMETOOLONG"),
          Map.entry(39, "ENOTEMPTY"),
          Map.entry(75, "EOVERFLOW"));

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_OF_CALL =
      CALL_STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle MKDIR = link("mkdir", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RMDIR = link("rmdir", JAVA_INT, ADDRESS);
  private static final MethodHandle UNLINK = link("unlink", JAVA_INT, ADDRESS);
  private static final MethodHandle RENAME = link("rename", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle READ = link("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = link("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle LSEEK = link("lseek", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle POLL = link("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle MOUNT =
      link("mount", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle UNMOUNT = link("umount2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle OPEN =
      link(
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          "open",
          Linker.Option.firstVariadicArg(2));

  private SystemCalls() {}

  static void mkdir(String path) throws Refusal {
    call(MKDIR, path, 0755);
  }

  static void rmdir(String path) throws Refusal {
    call(RMDIR, path);
  }

  static void unlink(String path) throws Refusal {
    call(UNLINK, path);
  }

  static void rename(String from, String to) throws Refusal {
    call(RENAME, from, to);
  }

  /** Mounts a cgroup v1 hierarchy. */
  static void mountCgroup(String path, String options) throws Refusal {
    call(MOUNT, "none", path, "cgroup", 0L, options);
  }

  static void unmount(String path) throws Refusal {
    call(UNMOUNT, path, 0);
  }

  static int open(String path, int flags) throws Refusal {
    return (int) call(OPEN, path, flags, 0644);
  }

  static void close(int fd) throws Refusal {
    call(CLOSE, fd);
  }

  static void write(int fd, byte[] bytes) throws Refusal {
    call(WRITE, fd, bytes, (long) bytes.length);
  }

  /** Reads on to the end. */
  static byte[] read(int fd) throws Refusal {
    var content = new ByteArrayOutputStream();
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(1 << 16);
      for (long count = -1; count != 0; ) {
        count = call(READ, fd, buffer, buffer.byteSize());
        content.writeBytes(buffer.asSlice(0, count).toArray(JAVA_BYTE));
      }
    }
    return content.toByteArray();
  }

  /** From here on it is read from the start. */
  static void rewind(int fd) throws Refusal {
    call(LSEEK, fd, 0L, 0);
  }

  /**
   * Waits until a file has changed since it was read.
   *
   * @return false if it has not within this time
   */
  static boolean awaitChange(int fd, int millis) throws Refusal {
    try (var arena = Arena.ofConfined()) {
      var pollfd = arena.allocate(8, 4);
      pollfd.set(JAVA_INT, 0, fd);
      pollfd.set(JAVA_SHORT, 4, POLLPRI);
      return call(POLL, pollfd, 1L, millis) > 0 && (pollfd.get(JAVA_SHORT, 6) & POLLPRI) != 0;
    }
  }

  private static long call(MethodHandle function, Object... arguments) throws Refusal {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(CALL_STATE);
      var natives = new Object[arguments.length + 1];
      natives[0] = state;
      for (int i = 0; i < arguments.length; i++) {
        natives[i + 1] = toNative(arguments[i], arena);
      }
      long result = ((Number) invoke(function, natives)).longValue();
      if (result < 0) {
        int errno = (int) ERRNO_OF_CALL.get(state, 0L);
        throw new Refusal(ERRNO.getOrDefault(errno, "errno " + errno));
      }
      return result;
    }
  }

  private static Object toNative(Object argument, Arena arena) {
    return switch (argument) {
      case String text -> arena.allocateFrom(text, StandardCharsets.UTF_8);
      case byte[] bytes -> arena.allocateFrom(JAVA_BYTE, bytes);
      default -> argument;
    };
  }

  /** A downcall throws only when the Java side of it is wrong. */
  private static Object invoke(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(FunctionDescriptor.of(result, arguments), name);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(FunctionDescriptor type, String name, Linker.Option... options) {
    var all = new Linker.Option[options.length + 1];
    all[0] = Linker.Option.captureCallState("errno");
    System.arraycopy(options, 0, all, 1, options.length);
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, all);
  }
}
