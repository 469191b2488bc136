package corral.figures;

import corral.figures.api.Figure;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * The control files that a figure comes from: the sum of what they say. Immutable.
 *
 * @param figure the figure
 * @param subsystem whose files they are
 * @param file the files' names, without the subsystem's
 * @param number what is added up of their content, each time that it is there
 * @param unit by what the numbers in the files are multiplied
 * @param isTold whether the subsystem has somebody to ask
 * @param need what is missing if it has not
 * @param isOfTree whether the files speak of the containers below, too
 */
record Source(
    Figure figure,
    String subsystem,
    Pattern file,
    Pattern number,
    ToIntFunction<Means> unit,
    Predicate<Means> isTold,
    String need,
    boolean isOfTree) {
  private static final Pattern NUMBER = Pattern.compile("(\\d+)");

  /** All; a figure that has several is their sum. */
  static final List<Source> ALL =
      List.of(
          new Source(
              Figure.CPU_NANOS,
              "cpuacct",
              Pattern.compile("usage"),
              NUMBER,
              _ -> 1,
              Means::tellsCpu,
              "the host does not tell CPU time",
              true),
          new Source(
              Figure.MEMORY_BYTES,
              "beancounter",
              Pattern.compile("physpages\\.held"),
              NUMBER,
              Means::pageBytes,
              means -> means.tellsMemory() && means.machine() != null,
              "the host does not tell memory",
              false),
          new Source(
              Figure.OPEN_FILES,
              "beancounter",
              Pattern.compile("numfiles\\.held"),
              NUMBER,
              _ -> 1,
              Means::tellsFiles,
              "the host does not tell open files",
              false),
          new Source(
              Figure.LIMIT_HITS,
              "beancounter",
              Pattern.compile("\\w+\\.failcnt"),
              NUMBER,
              _ -> 1,
              _ -> true,
              "",
              false),
          new Source(
              Figure.LIMIT_HITS,
              "numtasks",
              Pattern.compile("stats"),
              Pattern.compile("failures (\\d+)"),
              _ -> 1,
              _ -> true,
              "",
              false));

  /** The sum of the numbers in the content of a file. */
  long sum(String content) {
    return number
        .matcher(content)
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  /** Whether a file of a directory is one of these; its subsystem may be left out of the name. */
  boolean isIn(String name) {
    var prefix = subsystem + ".";
    return file.matcher(name.startsWith(prefix) ? name.substring(prefix.length()) : name).matches();
  }
}
