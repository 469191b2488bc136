/**
 * How one test ended.
 *
 * @param where the module, and the framework if it ran inside one
 * @param reason why it failed or was skipped; empty if it passed
 */
record TestResult(Outcome outcome, String where, String name, String reason) {
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
    return "%s %s %s: %s".formatted(outcome, where, name, reason);
  }
}
