package corral.host.sim;

import corral.framework.api.ContainerException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A subcommand of {@code sim}, as a row of data. Immutable.
 *
 * @param name what it is called by
 * @param form what follows the name, as it is shown to persons and checked: {@code PID} is needed,
 *     {@code [PID]} can be left out, {@code PID...} can be repeated, {@code [-n COUNT]} and {@code
 *     [-z]} are options
 * @param summary what it does, in a line
 * @param details what there is to say about its operands and options
 * @param action does it
 */
record Subcommand(String name, String form, String summary, String details, Action action) {
  private static final Pattern OPTION = Pattern.compile("\\[(-\\w)( \\w+)?]");
  private static final Pattern OPTIONAL = Pattern.compile("\\[\\w+]");
  private static final Pattern NEEDED = Pattern.compile("(?<=^| )[\\w|]+(\\.\\.\\.)?(?= |$)");

  /** Does what a subcommand is for. */
  @FunctionalInterface
  interface Action {
    /** Returns what is shown to the person, or null for nothing. */
    @Nullable Object run(Words words) throws ContainerException;
  }

  String usage() {
    return ("sim " + name + " " + form).strip();
  }

  int leastOperands() {
    return needed().size();
  }

  int mostOperands() {
    boolean repeated = form.contains("...");
    return repeated
        ? Integer.MAX_VALUE
        : needed().size() + (int) OPTIONAL.matcher(form).results().count();
  }

  boolean hasFlag(String option) {
    return options().stream().anyMatch(o -> o.group(1).equals(option) && o.group(2) == null);
  }

  boolean hasOption(String option) {
    return options().stream().anyMatch(o -> o.group(1).equals(option) && o.group(2) != null);
  }

  private List<MatchResult> options() {
    return OPTION.matcher(form).results().toList();
  }

  private List<MatchResult> needed() {
    return NEEDED.matcher(OPTION.matcher(form).replaceAll("")).results().toList();
  }
}
