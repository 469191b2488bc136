package corral.itest.kernel;

import java.util.regex.Pattern;

/**
 * An intended difference, and a row of {@code docs/differences.md}.
 *
 * @param what what is done, in plain words
 * @param step the steps that do it, or the files that show it afterwards
 * @param kernel what the kernel answers
 * @param corral what Corral answers
 * @param reason which rule wants it so
 */
record Difference(String what, Pattern step, Answer kernel, Answer corral, String reason) {
  /**
   * An answer.
   *
   * @param pattern what it is like
   * @param shown how it is told to people
   */
  record Answer(String pattern, String shown) {}

  boolean explains(String text, String kernelAnswer, String corralAnswer) {
    return step.matcher(text).matches()
        && kernelAnswer.matches(kernel.pattern)
        && corralAnswer.matches(corral.pattern);
  }

  /** The row in the document. */
  String row() {
    return "| %s | %s | %s | %s |".formatted(what, kernel.shown, corral.shown, reason);
  }
}
