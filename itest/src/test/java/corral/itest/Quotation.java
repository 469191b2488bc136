package corral.itest;

import java.nio.file.Path;

/**
 * What a document shows of a file.
 *
 * @param file seen from the workspace
 * @param text whole lines
 */
record Quotation(Path file, String text) {
  private static final int DEEPEST = 12;

  /** Whether the lines stand there as they are, or all of them further to the right. */
  boolean standsIn(String content) {
    for (int indentation = 0; indentation <= DEEPEST; indentation++) {
      if (("\n" + content).contains("\n" + indented(indentation))) {
        return true;
      }
    }
    return false;
  }

  private String indented(int indentation) {
    return text.replaceAll("(?m)^(?=.)", " ".repeat(indentation));
  }
}
