package corral.itest.kernel;

/** An operation was refused; the message is the name of the errno. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  Refusal(String errno) {
    super(errno);
  }

  String errno() {
    return String.valueOf(getMessage());
  }
}
