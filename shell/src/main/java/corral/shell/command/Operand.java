package corral.shell.command;

/**
 * A word of a command line that is not an option, or the value of one. Immutable.
 *
 * @param name how it is called in a synopsis, such as {@code DIR}
 * @param kind what it names
 * @param least how many there must be
 * @param most how many there can be
 * @param text what it is for
 */
public record Operand(String name, Kind kind, int least, int most, String text) {
  private static final int ANY_NUMBER = Integer.MAX_VALUE;

  /** A word that must be there. */
  public static Operand one(String name, Kind kind, String text) {
    return new Operand(name, kind, 1, 1, text);
  }

  /** A word that can be there. */
  public static Operand optional(String name, Kind kind, String text) {
    return new Operand(name, kind, 0, 1, text);
  }

  /** One word or more. */
  public static Operand some(String name, Kind kind, String text) {
    return new Operand(name, kind, 1, ANY_NUMBER, text);
  }

  /** Any number of words, or none. */
  public static Operand any(String name, Kind kind, String text) {
    return new Operand(name, kind, 0, ANY_NUMBER, text);
  }

  /** The operand as a synopsis shows it: {@code [DIR]} or {@code PID...}. */
  String synopsis() {
    var repeated = most > 1 ? name + "..." : name;
    return least == 0 ? "[" + repeated + "]" : repeated;
  }
}
