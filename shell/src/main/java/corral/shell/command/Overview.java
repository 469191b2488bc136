package corral.shell.command;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/** Lists commands by what they are about, a line for each, in 80 columns. */
public final class Overview {
  /** Not Corral's own, but at work on its files as on any others. */
  private static final String FILES =
      """
      Files, Corral's as any others
        cd DIR            changes the current directory; pwd shows it
        ls [DIR]          lists a directory
        cat FILE          shows a file; so do head, tail, less, grep, wc and sort
        echo TEXT > FILE  writes to a file
      """;

  private static final String END =
      """
      'help COMMAND' says how a command is used. Tab completes, Ctrl-C ends a command
      and Ctrl-D the shell.\
      """;

  private Overview() {}

  /** The page. */
  public static String of(List<Manual> manuals) {
    var groups = Stream.of(Group.values()).map(group -> section(group, manuals));
    return Stream.concat(groups.filter(section -> !section.isEmpty()), Stream.of(FILES, END))
        .collect(joining("\n"));
  }

  private static String section(Group group, List<Manual> manuals) {
    var lines =
        manuals.stream()
            .filter(manual -> manual.group() == group)
            .sorted(comparing(Manual::name))
            .map(manual -> "  %-16s%s\n".formatted(manual.name(), manual.summary()))
            .collect(joining());
    return lines.isEmpty() ? "" : group.heading() + "\n" + lines;
  }
}
