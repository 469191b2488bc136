package corral.front.fuse;

/**
 * What the kernel calls a node: a directory or one of its files. Its number is made of both, so
 * that nothing has to be kept of what the kernel knows. Immutable.
 *
 * @param directory the number of the directory, as {@link View} gives it
 * @param file the number of the file, as {@link FileNumbers} gives it, or {@link
 *     FileNumbers#DIRECTORY}
 */
record Node(long directory, int file) {
  /** The number that the kernel has for the root of every file system ({@code FUSE_ROOT_ID}). */
  static final long ROOT = 1;

  private static final int FILE_BITS = 16;
  private static final int FILE_MASK = (1 << FILE_BITS) - 1;

  /** A directory. */
  static Node of(long directory) {
    return new Node(directory, FileNumbers.DIRECTORY);
  }

  /**
   * The node of a number.
   *
   * @param root the number of the directory that is the root
   */
  static Node of(long number, long root) {
    return number == ROOT ? of(root) : new Node(number >>> FILE_BITS, (int) number & FILE_MASK);
  }

  boolean isDirectory() {
    return file == FileNumbers.DIRECTORY;
  }

  /** Its number. */
  long number(long root) {
    return isDirectory() && directory == root ? ROOT : directory << FILE_BITS | file;
  }
}
