package corral.front.fuse.protocol;

/**
 * What stat(2) tells ({@code struct fuse_attr}). Immutable.
 *
 * @param node its number, which is its inode number, too
 * @param mode type and permission bits
 * @param links how many names it has
 * @param uid its owner
 * @param gid its group
 * @param changedMillis the one time that it has, in milliseconds since 1970
 */
public record Attributes(long node, int mode, int links, int uid, int gid, long changedMillis) {
  /** The type bits of a directory. */
  public static final int DIRECTORY = 0040000;

  /** The type bits of a file. */
  public static final int FILE = 0100000;
}
