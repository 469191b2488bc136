package corral.framework.api.admin;

/**
 * What there is under a path. Immutable.
 *
 * @param path the path in its normal form
 * @param kind what it is
 * @param readable whether it can be read
 * @param writable whether it can be written at all, or for a directory whether containers can be
 *     made in it
 * @param access whose it is, and who may do so
 * @param id a number that stays the same for a directory while it exists, also when it is renamed
 * @param createdMillis when a container was made, in milliseconds since 1970; else when Corral
 *     started
 */
public record Entry(
    String path,
    Kind kind,
    boolean readable,
    boolean writable,
    Access access,
    long id,
    long createdMillis) {
  /** What an entry is. */
  public enum Kind {
    /** A directory that is a container. */
    CONTAINER,
    /** A directory that leads to a mount point, or one of {@code /proc}. */
    DIRECTORY,
    /** A control file or a report. */
    FILE
  }

  /** The last part of the path; empty for {@code /}. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether it has entries below it. */
  public boolean isDirectory() {
    return kind != Kind.FILE;
  }
}
