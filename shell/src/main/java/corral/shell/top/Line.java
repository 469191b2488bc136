package corral.shell.top;

/**
 * A container where it stands in the list. Immutable.
 *
 * @param row the container
 * @param branch what joins it to the line of the container above it
 * @param name how it is called there
 * @param fold what is seen of those below it
 */
record Line(Row row, String branch, String name, Fold fold) {
  /** What is seen of the containers below one. */
  enum Fold {
    /** There are none, or they are not shown as such. */
    NONE(""),
    /** All are seen. */
    OPEN(""),
    /** None is seen. */
    CLOSED(" +");

    private final String mark;

    Fold(String mark) {
      this.mark = mark;
    }
  }

  /** How it is drawn. */
  String drawing() {
    return branch + name + fold.mark;
  }
}
