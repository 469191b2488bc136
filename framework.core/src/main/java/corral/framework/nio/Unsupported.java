package corral.framework.nio;

/** What this file system cannot do. Its text is its message, as with {@link Refusals}. */
final class Unsupported extends UnsupportedOperationException {
  private static final long serialVersionUID = 1L;
  private final String line;

  Unsupported(String line) {
    this.line = line;
  }

  @Override
  public String getMessage() {
    return line;
  }

  @Override
  public String toString() {
    return line;
  }
}
