package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.ControlFile;
import corral.framework.api.ControlFile.Place;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import org.jspecify.annotations.Nullable;

/**
 * One file of a hierarchy's directories, whoever it comes from.
 *
 * @param name its full name
 * @param place in which directories it is
 * @param longestWrite in bytes
 * @param reader null if it cannot be read
 * @param writer null if it cannot be written
 * @param owner the subsystem that it comes from; null for the framework's own files
 * @param movesTasks whether a write moves a task; the right to do so goes with the directory
 */
record FileRow(
    String name,
    Place place,
    int longestWrite,
    @Nullable Reader reader,
    @Nullable Writer writer,
    @Nullable Registration owner,
    boolean movesTasks) {
  /** Makes the content. */
  @FunctionalInterface
  interface Reader {
    String read(ContainerNode container, Caller caller) throws ContainerException;
  }

  /** Carries out a write, under the management lock. */
  @FunctionalInterface
  interface Writer {
    void write(ContainerNode container, String text, Caller caller) throws ContainerException;
  }

  /** A file of a subsystem. */
  static FileRow of(Registration owner, ControlFile<SubsystemState> file, boolean noPrefix) {
    var reader = file.reader();
    var writer = file.writer();
    return new FileRow(
        noPrefix ? file.name() : owner.name() + "." + file.name(),
        file.place(),
        file.longestWrite(),
        reader == null
            ? null
            : (container, caller) ->
                owner.read(reader, state(container, owner), container.task(caller)),
        writer == null
            ? null
            : (container, text, _) -> owner.write(writer, state(container, owner), text),
        owner,
        false);
  }

  /** The permission bits with which the file is made. */
  int mode() {
    return (reader == null ? 0 : 0444) | (writer == null ? 0 : 0200);
  }

  boolean isIn(ContainerNode container) {
    return switch (place) {
      case EVERYWHERE -> true;
      case ONLY_ON_ROOT -> container.parent() == null;
      case NOT_ON_ROOT -> container.parent() != null;
    };
  }

  private static SubsystemState state(ContainerNode container, Registration owner)
      throws ContainerException {
    var css = container.state(owner.id());
    // Another subsystem may have got the number of one that has gone.
    if (css == null || !container.hierarchy().bound().contains(owner)) {
      throw new ContainerException(Errno.ENODEV, owner.name() + " has gone");
    }
    return css;
  }
}
