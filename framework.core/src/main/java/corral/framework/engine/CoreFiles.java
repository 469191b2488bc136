package corral.framework.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.ControlFile;
import corral.framework.api.ControlFile.Place;
import corral.framework.api.Errno;
import java.util.List;
import java.util.regex.Pattern;

/** The files that every hierarchy has, whatever is bound to it. */
final class CoreFiles {
  /** The start of a text as {@code scanf("%d")} understands it. */
  private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?\\d+)");

  private final List<FileRow> rows;
  private final Attacher attacher;

  CoreFiles(Attacher attacher) {
    this.attacher = attacher;
    this.rows =
        List.of(
            members("tasks"),
            members("cgroup.procs"),
            new FileRow(
                "cgroup.events",
                Place.NOT_ON_ROOT,
                ControlFile.LONGEST_WRITE,
                (container, _) -> "populated " + flag(container.isPopulated()),
                null,
                null,
                false),
            everywhere(
                "notify_on_release",
                (container, _) -> flag(container.notifyOnRelease()),
                (container, text, _) -> container.notifyOnRelease(isNumberButZero(text))),
            everywhere(
                "cgroup.clone_children",
                (container, _) -> flag(container.cloneChildren()),
                (container, text, _) -> container.cloneChildren(ControlFile.parseFlag(text))),
            new FileRow(
                "release_agent",
                Place.ONLY_ON_ROOT,
                ControlFile.LONGEST_WRITE,
                (container, _) -> container.hierarchy().releaseAgent() + "\n",
                (container, text, _) -> container.hierarchy().releaseAgent(agent(text)),
                null,
                false));
  }

  /**
   * These files and those of the subsystems.
   *
   * @throws ContainerException EEXIST if two have the same name
   */
  FileTable table(List<Registration> subsystems, boolean noPrefix) throws ContainerException {
    return FileTable.of(rows, subsystems, noPrefix);
  }

  private FileRow members(String name) {
    return new FileRow(
        name,
        Place.EVERYWHERE,
        ControlFile.LONGEST_WRITE,
        CoreFiles::tasks,
        this::attach,
        null,
        true);
  }

  private static FileRow everywhere(String name, FileRow.Reader reader, FileRow.Writer writer) {
    return new FileRow(
        name, Place.EVERYWHERE, ControlFile.LONGEST_WRITE, reader, writer, null, false);
  }

  private static String tasks(ContainerNode container, Caller reader) {
    var text = new StringBuilder();
    container.tasks().forEach(task -> text.append(task.pid()).append('\n'));
    return text.toString();
  }

  private void attach(ContainerNode container, String text, Caller caller)
      throws ContainerException {
    var matcher = NUMBER.matcher(text);
    if (!matcher.lookingAt()) {
      throw new ContainerException(Errno.EIO, "'" + text.strip() + "' does not begin with a pid");
    }
    attacher.attach(pid(matcher.group(1)), container, caller);
  }

  private static int pid(String number) throws ContainerException {
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException _) {
      throw new ContainerException(Errno.ESRCH, number, null);
    }
  }

  private static String flag(boolean on) {
    return on ? "1\n" : "0\n";
  }

  /** Here, other than in the kernel, a negative number sets the flag as any other does. */
  private static boolean isNumberButZero(String text) throws ContainerException {
    return text.startsWith("-") ? ControlFile.parseNumber(text) != 0 : ControlFile.parseFlag(text);
  }

  /** The path of an agent, which is not looked for here. */
  static String agent(String text) throws ContainerException {
    String path = text.strip();
    if (path.getBytes(UTF_8).length > ControlFile.LONGEST_WRITE) {
      throw new ContainerException(Errno.E2BIG, "release_agent", "the path is too long");
    }
    return path;
  }
}
