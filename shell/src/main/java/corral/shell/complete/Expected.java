package corral.shell.complete;

import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.command.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the next word of a command line can be. Immutable.
 *
 * @param options the options that can stand there
 * @param operands the operands that can stand there, or the one that an option takes
 */
record Expected(List<Option> options, List<Operand> operands) {
  /**
   * Follows a command line up to a word.
   *
   * @param before the words between the command and that word
   */
  static Expected after(Manual manual, List<String> before) {
    Optional<Operand> value = Optional.empty();
    boolean onlyOperands = false;
    int operands = 0;
    for (var word : before) {
      if (value.isPresent()) {
        value = Optional.empty();
      } else if (onlyOperands || !word.startsWith("-") || word.equals("-")) {
        operands++;
        onlyOperands |= manual.optionsFirst();
      } else if (word.equals("--")) {
        onlyOperands = true;
      } else {
        value = valueOf(manual, word);
      }
    }
    return value.isPresent()
        ? new Expected(List.of(), List.of(value.get()))
        : new Expected(
            onlyOperands ? List.of() : manual.options(), reachable(manual.operands(), operands));
  }

  private static Optional<Operand> valueOf(Manual manual, String word) {
    return manual.options().stream()
        .filter(option -> option.names().contains(word))
        .findFirst()
        .flatMap(Option::value);
  }

  /** The operands that can come after so many others. */
  private static List<Operand> reachable(List<Operand> operands, int before) {
    var reachable = new ArrayList<Operand>();
    int least = 0;
    long most = 0;
    for (var operand : operands) {
      most += operand.most();
      if (least <= before && before < most) {
        reachable.add(operand);
      }
      least += operand.least();
    }
    return List.copyOf(reachable);
  }
}
