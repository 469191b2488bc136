package corral.shell.command;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;

/**
 * An option of a command. Immutable.
 *
 * @param names how it can be written, short forms first: {@code -t}, {@code --tasks}
 * @param value the word that it takes, if it takes one
 * @param text what it does
 */
public record Option(List<String> names, Optional<Operand> value, String text) {
  /** Shows the manual; every command has it. */
  static final Option HELP = flag("shows this", "-h", "--help");

  /** Copies the names. */
  public Option {
    names = List.copyOf(names);
  }

  /** An option that is there or not. */
  public static Option flag(String text, String... names) {
    return new Option(List.of(names), Optional.empty(), text);
  }

  /** An option that takes a word. */
  public static Option taking(Operand value, String text, String... names) {
    return new Option(List.of(names), Optional.of(value), text);
  }

  /** The option as a synopsis shows it, in its shortest form: {@code [-C DIR]}. */
  String synopsis() {
    return "[" + withValue(names.getFirst()) + "]";
  }

  /** All ways to write it: {@code -C, --directory DIR}. */
  String forms() {
    return withValue(names.stream().collect(joining(", ")));
  }

  private String withValue(String name) {
    return value.map(operand -> name + " " + operand.name()).orElse(name);
  }
}
