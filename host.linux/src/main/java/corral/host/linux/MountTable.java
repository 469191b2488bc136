package corral.host.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is mounted where, as this process sees it. Source: proc_pid_mountinfo(5). */
final class MountTable {
  private static final Path SELF = Path.of("/proc/self/mountinfo");
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private MountTable() {}

  /**
   * A line of the table.
   *
   * @param directory where it is mounted
   * @param type such as {@code ext4} or {@code fuse.corral}
   * @param source what stands for its device
   */
  record Line(String directory, String type, String source) {}

  /** All mounts, in the order in which later ones hide earlier ones. */
  static List<Line> read() throws IOException {
    return parse(Files.readString(SELF));
  }

  static List<Line> parse(String table) {
    return table.lines().map(MountTable::line).toList();
  }

  /** Fields, of which some are optional, then a dash and further fields. */
  private static Line line(String text) {
    var fields = List.of(text.split(" ", -1));
    var behindDash = fields.subList(fields.indexOf("-") + 1, fields.size());
    var wanted = Stream.of(fields.get(4), behindDash.get(0), behindDash.get(1));
    var plain = wanted.map(MountTable::unescaped).toList();
    return new Line(plain.get(0), plain.get(1), plain.get(2));
  }

  /** Blanks and backslashes stand as three octal digits, those of other letters as they are. */
  private static String unescaped(String field) {
    return OCTAL
        .matcher(field)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 8))));
  }
}
