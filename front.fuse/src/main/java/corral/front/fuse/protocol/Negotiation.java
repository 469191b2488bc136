package corral.front.fuse.protocol;

/**
 * What kernel and file system agree on in INIT. Immutable.
 *
 * @param minor the version of the protocol, 7.{@code minor}
 * @param maxReadahead what the kernel has proposed
 * @param flags the {@code FUSE_…} flags that both understand
 */
public record Negotiation(int minor, int maxReadahead, long flags) {
  /** The version that this package speaks. */
  public static final int MAJOR = 7;

  /** The oldest minor version whose structures are those of this package. */
  public static final int OLDEST_MINOR = 31;

  /** The newest minor version that this package knows. */
  static final int NEWEST_MINOR = 45;

  /** The greatest write that comes in one piece, in bytes. */
  public static final int MAX_WRITE = 1 << 16;

  /** The greatest read, in pages of 4 KiB. */
  static final int MAX_PAGES = 32;

  /** Truncation comes with OPEN instead of a SETATTR of its own. */
  static final long ATOMIC_O_TRUNC = 1L << 3;

  /** Writes of more than a page. */
  static final long BIG_WRITES = 1L << 5;

  /** Several lookups in one directory at a time. */
  static final long PARALLEL_DIROPS = 1L << 18;

  /** {@link #MAX_PAGES} is meant. */
  static final long MAX_PAGES_FLAG = 1L << 22;

  /** There are more than 32 flags. */
  static final long INIT_EXT = 1L << 30;

  /** The kernel gives the file system up if a request is not answered in time. */
  static final long REQUEST_TIMEOUT = 1L << 42;

  private static final long WANTED =
      ATOMIC_O_TRUNC | BIG_WRITES | PARALLEL_DIROPS | MAX_PAGES_FLAG | INIT_EXT | REQUEST_TIMEOUT;

  private static final int TIMEOUT_SECONDS = 60;

  /** What to agree on with a kernel that says this of itself. */
  public static Negotiation with(Arguments.Init kernel) {
    return new Negotiation(
        Math.min(kernel.minor(), NEWEST_MINOR), kernel.maxReadahead(), kernel.flags() & WANTED);
  }

  /** How long a request may go unanswered; 0 if the kernel does not care. */
  int requestTimeoutSeconds() {
    return (flags & REQUEST_TIMEOUT) == 0 ? 0 : TIMEOUT_SECONDS;
  }

  /** How large a buffer must be to hold every request. */
  public static int requestBytes() {
    return MAX_WRITE + 8192;
  }

  /** How large a buffer must be to hold every answer. */
  public static int answerBytes() {
    return MAX_PAGES * 4096 + 4096;
  }
}
