package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a hierarchy's directories by name. Immutable. */
final class FileTable {
  /** No files; hierarchy 0, which nobody can mount, has these. */
  static final FileTable EMPTY = new FileTable(Map.of());

  private final Map<String, FileRow> rows;

  private FileTable(Map<String, FileRow> rows) {
    this.rows = rows;
  }

  /**
   * The framework's own files and those of the subsystems.
   *
   * @throws ContainerException EEXIST if two have the same name
   */
  static FileTable of(List<FileRow> own, List<Registration> subsystems, boolean noPrefix)
      throws ContainerException {
    var rows = new TreeMap<String, FileRow>();
    var theirs =
        subsystems.stream()
            .flatMap(s -> s.files().stream().map(file -> FileRow.of(s, file, noPrefix)));
    for (var row : (Iterable<FileRow>) Stream.concat(own.stream(), theirs)::iterator) {
      if (rows.putIfAbsent(row.name(), row) != null) {
        throw new ContainerException(Errno.EEXIST, row.name(), "two files of one name");
      }
    }
    return new FileTable(rows);
  }

  /** This table without the files of a subsystem. */
  FileTable without(Registration subsystem) {
    var rest = new TreeMap<>(rows);
    rest.values().removeIf(row -> row.owner() == subsystem);
    return new FileTable(rest);
  }

  /** The file of this name in a directory; null if there is none. */
  @Nullable FileRow find(String name, ContainerNode container) {
    var row = rows.get(name);
    return row != null && row.isIn(container) ? row : null;
  }

  /** The files of a directory by name. */
  Stream<FileRow> in(ContainerNode container) {
    return rows.values().stream().filter(row -> row.isIn(container));
  }
}
