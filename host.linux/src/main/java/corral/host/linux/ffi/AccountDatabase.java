package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Users and groups as the C library finds them, in files or wherever the machine keeps them. Safe
 * for use by any thread. Source: getpwnam_r(3), getgrnam_r(3).
 */
public final class AccountDatabase {
  static final int PASSWD_NAME = 0;
  static final int PASSWD_UID = 16;
  static final int PASSWD_SIZE = 48;
  static final int GROUP_NAME = 0;
  static final int GROUP_GID = 16;
  static final int GROUP_SIZE = 32;

  /** A group with thousands of members needs a large buffer. */
  private static final int LARGEST_BUFFER = 1 << 20;

  private static final int FIRST_BUFFER = 1 << 10;

  private AccountDatabase() {}

  /** What is asked; the answer is 0 or an error number. */
  @FunctionalInterface
  private interface Query {
    int ask(
        LibC libc, Arena arena, MemorySegment entry, MemorySegment buffer, MemorySegment result);
  }

  /** The number of a user, if there is one of this name. */
  public static Optional<Integer> uid(String user) {
    return find(
        PASSWD_SIZE,
        (libc, arena, entry, buffer, result) ->
            libc.getpwnam(arena.allocateFrom(user), entry, buffer, result),
        (entry, _) -> entry.get(JAVA_INT, PASSWD_UID));
  }

  /** The number of a group, if there is one of this name. */
  public static Optional<Integer> gid(String group) {
    return find(
        GROUP_SIZE,
        (libc, arena, entry, buffer, result) ->
            libc.getgrnam(arena.allocateFrom(group), entry, buffer, result),
        (entry, _) -> entry.get(JAVA_INT, GROUP_GID));
  }

  /** The name of a user, if somebody has this number. */
  public static Optional<String> user(int uid) {
    return find(
        PASSWD_SIZE,
        (libc, _, entry, buffer, result) -> libc.getpwuid(uid, entry, buffer, result),
        (entry, buffer) -> text(entry.get(ADDRESS, PASSWD_NAME), buffer));
  }

  /** The name of a group, if one has this number. */
  public static Optional<String> group(int gid) {
    return find(
        GROUP_SIZE,
        (libc, _, entry, buffer, result) -> libc.getgrgid(gid, entry, buffer, result),
        (entry, buffer) -> text(entry.get(ADDRESS, GROUP_NAME), buffer));
  }

  private static <T> Optional<T> find(
      int size, Query query, BiFunction<MemorySegment, MemorySegment, T> value) {
    for (int length = FIRST_BUFFER; length <= LARGEST_BUFFER; length *= 4) {
      try (var arena = Arena.ofConfined()) {
        var entry = arena.allocate(size, Long.BYTES);
        var buffer = arena.allocate(length);
        var result = arena.allocate(ADDRESS);
        int errno = query.ask(new LibC(arena), arena, entry, buffer, result);
        if (errno != ErrorNumber.ERANGE) {
          return result.get(ADDRESS, 0).equals(MemorySegment.NULL)
              ? Optional.empty()
              : Optional.of(value.apply(entry, buffer));
        }
      }
    }
    return Optional.empty();
  }

  /** All texts of an entry are in the buffer. */
  private static String text(MemorySegment pointer, MemorySegment buffer) {
    return buffer.getString(pointer.address() - buffer.address());
  }
}
