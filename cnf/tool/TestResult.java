/**
 * How one test ended.
 *
 * @param reason why it failed or was skipped; empty if it passed
 */
record TestResult(Outcome outcome, String module, String name, String reason) {
  enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }

  boolean passed() {
    return outcome == Outcome.PASSED;
  }

  boolean failed() {
    return outcome == Outcome.FAILED;
  }

  @Override
  public String toString() {
    return "%s %s %s: %s".formatted(outcome, module, name, reason);
  }
}
