package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What followed the name of a subcommand, in the number that its form says. Immutable. */
final class Words {
  private final List<String> operands;
  private final Map<String, String> options;

  private Words(List<String> operands, Map<String, String> options) {
    this.operands = List.copyOf(operands);
    this.options = Map.copyOf(options);
  }

  /**
   * Sorts words into operands and options.
   *
   * @throws ContainerException EINVAL if they do not fit the subcommand's form
   */
  static Words parse(Subcommand subcommand, List<String> words) throws ContainerException {
    var operands = new ArrayList<String>();
    var options = new HashMap<String, String>();
    for (var rest = words.iterator(); rest.hasNext(); ) {
      var word = rest.next();
      if (subcommand.hasFlag(word)) {
        options.put(word, "");
      } else if (subcommand.hasOption(word)) {
        options.put(word, value(rest, subcommand));
      } else if (word.startsWith("-")) {
        throw misuse(subcommand);
      } else {
        operands.add(word);
      }
    }
    if (operands.size() < subcommand.leastOperands()
        || operands.size() > subcommand.mostOperands()) {
      throw misuse(subcommand);
    }
    return new Words(operands, options);
  }

  private static String value(Iterator<String> rest, Subcommand subcommand)
      throws ContainerException {
    if (!rest.hasNext()) {
      throw misuse(subcommand);
    }
    return rest.next();
  }

  private static ContainerException misuse(Subcommand subcommand) {
    return new ContainerException(Errno.EINVAL, "it is used as " + subcommand.usage());
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  List<String> operands() {
    return operands;
  }

  String operand(int index) {
    return operands.get(index);
  }

  Optional<String> operandIfAny(int index) {
    return index < operands.size() ? Optional.of(operands.get(index)) : Optional.empty();
  }

  int number(int index) throws ContainerException {
    return number(operand(index));
  }

  int number(int index, int ifAbsent) throws ContainerException {
    return index < operands.size() ? number(index) : ifAbsent;
  }

  int option(String option, int ifAbsent) throws ContainerException {
    var value = options.get(option);
    return value == null ? ifAbsent : number(value);
  }

  long longOption(String option, long ifAbsent) throws ContainerException {
    var value = options.get(option);
    return value == null ? ifAbsent : longNumber(value);
  }

  /** An operand in milliseconds, as nanoseconds. */
  long millis(int index) throws ContainerException {
    return TimeUnit.MILLISECONDS.toNanos(longNumber(operand(index)));
  }

  /**
   * The number that a word means.
   *
   * @throws ContainerException EINVAL if it means none, ERANGE if it is too big
   */
  static int number(String word) throws ContainerException {
    long number = longNumber(word);
    if (number != (int) number) {
      throw new ContainerException(Errno.ERANGE, word, "too big");
    }
    return (int) number;
  }

  private static long longNumber(String word) throws ContainerException {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException _) {
      throw new ContainerException(Errno.EINVAL, word, "not a number");
    }
  }
}
