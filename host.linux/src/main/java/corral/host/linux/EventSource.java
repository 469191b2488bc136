package corral.host.linux;

import corral.host.linux.ffi.OsException;

/** A way of learning what happens to processes. */
interface EventSource extends AutoCloseable {
  /** One sentence for a person, without a full stop. */
  String description();

  /** Whether it tells of programs that processes begin. */
  default boolean tellsExecs() {
    return false;
  }

  /**
   * Tells what happens after the census, until {@link #stop}. For one thread.
   *
   * @throws OsException if the source has dried up
   */
  void tell(Census census, Reporter reporter) throws OsException;

  /** Makes {@link #tell} return soon. For any thread. */
  void stop();

  /** For after the telling thread has ended. */
  @Override
  void close();
}
