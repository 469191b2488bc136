package corral.shell.console;

/** A session with a person or without. Belongs to one thread, but for {@link #end}. */
interface Dialogue extends AutoCloseable {
  /**
   * Goes on until the session is left or ended.
   *
   * @return the exit status
   */
  int run() throws InterruptedException;

  /** Ends the session, whatever it does. Any thread may call it, more than once. */
  void end();

  /** Gives back what the session has taken. */
  @Override
  void close();
}
