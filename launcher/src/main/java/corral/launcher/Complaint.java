package corral.launcher;

/** What is wrong, in one line for a person. */
final class Complaint {
  private Complaint() {}

  /** The first line of the message that is closest to the cause. */
  static String of(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    var message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.toString()
        : message.lines().findFirst().orElseThrow();
  }
}
