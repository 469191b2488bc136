package corral.shell.console;

/** Thrown through everything that runs in a session, to leave it. */
final class Leave extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  Leave(int status) {
    super("exit " + status);
    this.status = status;
  }

  /** The exit status that was asked for. */
  int status() {
    return status;
  }
}
