package corral.shell.command;

import static java.util.stream.Collectors.joining;

import corral.framework.api.Errno;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that is to be known of a command, for those who type it, for the parser and for
 * completion. Immutable.
 */
public final class Manual {
  private final String name;
  private final Group group;
  private final String summary;
  private final List<String> forms;
  private final List<Operand> operands;
  private final List<Option> options;
  private final boolean optionsFirst;
  private final List<String> paragraphs;
  private final Map<Errno, String> errors;
  private final List<String> examples;

  private Manual(Builder builder) {
    this.name = builder.name;
    this.group = builder.group;
    this.summary = builder.summary;
    this.operands = List.copyOf(builder.operands);
    this.options = Stream.concat(builder.options.stream(), Stream.of(Option.HELP)).toList();
    this.optionsFirst = builder.optionsFirst;
    this.paragraphs = List.copyOf(builder.paragraphs);
    this.errors = new EnumMap<>(builder.errors);
    this.examples = List.copyOf(builder.examples);
    this.forms = builder.forms.isEmpty() ? List.of(form()) : List.copyOf(builder.forms);
  }

  /**
   * The beginning of a manual.
   *
   * @param summary what the command does, in one line that follows its name
   */
  public static Builder of(String name, Group group, String summary) {
    return new Builder(name, group, summary);
  }

  /** The command. */
  public String name() {
    return name;
  }

  /** What it is about. */
  public Group group() {
    return group;
  }

  /** What it does, in one line. */
  public String summary() {
    return summary;
  }

  /** The ways to write it. */
  public List<String> forms() {
    return forms;
  }

  /** The words that it takes, in their order. */
  public List<Operand> operands() {
    return operands;
  }

  /** The options that it knows. */
  public List<Option> options() {
    return options;
  }

  /** Whether everything after the first operand is an operand, even if it begins with a hyphen. */
  public boolean optionsFirst() {
    return optionsFirst;
  }

  /** What there is to say beyond operands and options. */
  public List<String> paragraphs() {
    return paragraphs;
  }

  /** What can be refused, and why. */
  public Map<Errno, String> errors() {
    return errors;
  }

  /** Command lines to learn from. */
  public List<String> examples() {
    return examples;
  }

  private String form() {
    var words =
        Stream.concat(
            options.stream().filter(option -> !option.equals(Option.HELP)).map(Option::synopsis),
            operands.stream().map(Operand::synopsis));
    return Stream.concat(Stream.of(name), words).collect(joining(" "));
  }

  /** Puts a manual together. */
  public static final class Builder {
    private final String name;
    private final Group group;
    private final String summary;
    private final List<String> forms = new ArrayList<>();
    private final List<Operand> operands = new ArrayList<>();
    private final List<Option> options = new ArrayList<>();
    private final List<String> paragraphs = new ArrayList<>();
    private final Map<Errno, String> errors = new EnumMap<>(Errno.class);
    private final List<String> examples = new ArrayList<>();
    private boolean optionsFirst;

    private Builder(String name, Group group, String summary) {
      this.name = name;
      this.group = group;
      this.summary = summary;
    }

    /** A way to write the command, where it does not follow from its operands and options. */
    public Builder form(String form) {
      forms.add(form);
      return this;
    }

    /** A word that the command takes. */
    public Builder takes(Operand operand) {
      operands.add(operand);
      return this;
    }

    /** An option that it knows besides {@code --help}. */
    public Builder knows(Option option) {
      options.add(option);
      return this;
    }

    /** What follows the first operand belongs to somebody else, hyphens or not. */
    public Builder optionsFirst() {
      optionsFirst = true;
      return this;
    }

    /** A paragraph on what cannot be seen from operands and options. */
    public Builder says(String paragraph) {
      paragraphs.add(paragraph);
      return this;
    }

    /** An error that a person can meet, and what it means here. */
    public Builder refuses(Errno errno, String why) {
      errors.put(errno, why);
      return this;
    }

    /** A command line to learn from. */
    public Builder example(String line) {
      examples.add(line);
      return this;
    }

    /** The manual. */
    public Manual build() {
      return new Manual(this);
    }
  }
}
