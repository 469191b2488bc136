package corral.shell.command;

import static corral.shell.command.CommandException.quoted;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command line, told apart by the command's manual: options, their values, and
 * operands. Immutable after {@link #parse}.
 */
public final class Arguments {
  private final Manual manual;
  private final Map<Option, List<String>> options = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Arguments(Manual manual) {
    this.manual = manual;
  }

  /**
   * Understands a command line as POSIX utilities do, with long options.
   *
   * @param words what follows the command's name; a list among them counts as its elements
   * @throws CommandException if the manual has no such option, or too few or too many operands
   */
  public static Arguments parse(Manual manual, List<?> words) throws CommandException {
    var arguments = new Arguments(manual);
    var rest = new ArrayDeque<String>();
    flatten(words, rest);
    boolean onlyOperands = false;
    while (!rest.isEmpty()) {
      var word = rest.remove();
      if (onlyOperands || !word.startsWith("-") || word.equals("-")) {
        arguments.operands.add(word);
        onlyOperands |= manual.optionsFirst();
      } else if (word.equals("--")) {
        onlyOperands = true;
      } else {
        arguments.option(word, rest);
      }
    }
    if (!arguments.has(Option.HELP)) {
      arguments.checkNumber();
    }
    return arguments;
  }

  /** Whether an option was given. */
  public boolean has(Option option) {
    return options.containsKey(option);
  }

  /** The word that an option was given, the last one if it was given more than once. */
  public Optional<String> value(Option option) {
    return values(option).isEmpty() ? Optional.empty() : Optional.of(values(option).getLast());
  }

  /** The words that an option was given, in their order. */
  public List<String> values(Option option) {
    return List.copyOf(options.getOrDefault(option, List.of()));
  }

  /** The words that are neither options nor their values, in their order. */
  public List<String> operands() {
    return List.copyOf(operands);
  }

  private static void flatten(Collection<?> words, Deque<String> flat) throws CommandException {
    for (@Nullable Object word : words) {
      switch (word) {
        case null -> throw new CommandException("a variable without a value stands in the line");
        case Collection<?> list -> flatten(list, flat);
        default -> flat.add(word.toString());
      }
    }
  }

  private void option(String word, Deque<String> rest) throws CommandException {
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    var named = find(equals < 0 ? word : word.substring(0, equals));
    if (named.isPresent() && equals >= 0) {
      rest.push(word.substring(equals + 1));
    } else if (named.isEmpty() && !word.startsWith("--") && word.length() > 2) {
      named = find(word.substring(0, 2));
      var attached = word.substring(2);
      named.ifPresent(option -> rest.push(option.value().isPresent() ? attached : "-" + attached));
    }
    var option =
        named.orElseThrow(
            () -> new CommandException(quoted(word) + " is not an option of " + manual.name()));
    if (option.value().isEmpty() && equals >= 0) {
      throw new CommandException(quoted(word) + ": the option takes no value");
    }
    var values = options.computeIfAbsent(option, _ -> new ArrayList<>());
    if (option.value().isPresent()) {
      values.add(value(option.value().get(), word, rest));
    }
  }

  private static String value(Operand operand, String word, Deque<String> rest)
      throws CommandException {
    if (rest.isEmpty()) {
      throw new CommandException(quoted(word) + " needs " + operand.name() + " after it");
    }
    return rest.remove();
  }

  private Optional<Option> find(String name) {
    return manual.options().stream().filter(option -> option.names().contains(name)).findFirst();
  }

  private void checkNumber() throws CommandException {
    int least = 0;
    long most = 0;
    for (var operand : manual.operands()) {
      least += operand.least();
      most += operand.most();
      if (operands.size() < least) {
        throw new CommandException(operand.name() + " is missing, " + usage());
      }
    }
    if (operands.size() > most) {
      throw new CommandException(quoted(operands.get((int) most)) + " is too much, " + usage());
    }
  }

  private String usage() {
    return "usage: " + String.join(" | ", manual.forms());
  }
}
