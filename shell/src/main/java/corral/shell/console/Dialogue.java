package corral.shell.console;

/** A session with a person or without. */
interface Dialogue extends AutoCloseable {
  /**
   * Goes on until the session is left.
   *
   * @return the exit status
   */
  int run() throws Exception;

  /** Ends the session, whatever it does; any thread may call it, more than once. */
  @Override
  void close();
}
