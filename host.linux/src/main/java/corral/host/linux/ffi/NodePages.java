package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * Where the memory of processes is, on a machine with several memory nodes. Safe for use by any
 * thread. Source: migrate_pages(2).
 */
public final class NodePages {
  /** The call has a number of its own on x86-64; everywhere else it has the common one. */
  static final int SYS_MIGRATE_PAGES =
      System.getProperty("os.arch", "").equals("amd64") ? 256 : 238;

  private NodePages() {}

  /**
   * Moves what a process has on some nodes to others, as far as it can be moved.
   *
   * @return how many pages could not be moved
   * @throws OsException ESRCH if there is no such process; EPERM if it may not be acted on, or not
   *     use these nodes; EINVAL if none of the nodes to go to has memory
   */
  public static int migrate(int pid, BitSet from, BitSet to) throws OsException {
    try (var arena = Arena.ofConfined()) {
      int words = 1 + Math.max(from.length(), to.length()) / Long.SIZE;
      // The kernel takes one bit less than it is told of.
      long size = (long) words * Long.SIZE + 1;
      return OsException.check(
          new LibC(arena).migratePages(pid, size, mask(arena, from, words), mask(arena, to, words)),
          "migrate_pages " + pid);
    }
  }

  private static MemorySegment mask(Arena arena, BitSet nodes, int words) {
    var mask = arena.allocate(JAVA_LONG, words);
    var bits = nodes.toLongArray();
    MemorySegment.copy(bits, 0, mask, JAVA_LONG, 0, bits.length);
    return mask;
  }
}
