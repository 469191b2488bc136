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
 * @param unit by what the numbers in the files are multiplied
 * @param isTold whether the subsystem has somebody to ask
 * @param need what is missing if it has not
 * @param isOfTree whether the files speak of the containers below, too
 */
record Source(
    Figure figure,
    String subsystem,
    Pattern file,
    ToIntFunction<Means> unit,
    Predicate<Means> isTold,
    String need,
    boolean isOfTree) {
  static final List<Source> ALL =
      List.of(
          new Source(
              Figure.CPU_NANOS,
              "cpuacct",
              Pattern.compile("usage"),
              _ -> 1,
              Means::tellsCpu,
              "the host does not tell CPU time",
              true),
          new Source(
              Figure.MEMORY_BYTES,
              "beancounter",
              Pattern.compile("physpages\\.held"),
              Means::pageBytes,
              means -> means.tellsMemory() && means.machine() != null,
              "the host does not tell memory",
              false),
          new Source(
              Figure.OPEN_FILES,
              "beancounter",
              Pattern.compile("numfiles\\.held"),
              _ -> 1,
              Means::tellsFiles,
              "the host does not tell open files",
              false),
          new Source(
              Figure.LIMIT_HITS,
              "beancounter",
              Pattern.compile("\\w+\\.failcnt"),
              _ -> 1,
              _ -> true,
              "",
              false));

  /** Whether a file of a directory is one of these; its subsystem may be left out of the name. */
  boolean isIn(String name) {
    var prefix = subsystem + ".";
    return file.matcher(name.startsWith(prefix) ? name.substring(prefix.length()) : name).matches();
  }
}
