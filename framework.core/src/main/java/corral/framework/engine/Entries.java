package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.Access;
import corral.framework.api.admin.Entry;
import corral.framework.engine.Node.ContainerDirectory;
import corral.framework.engine.Node.ContainerFile;
import corral.framework.engine.Node.Passage;
import corral.framework.engine.Node.Report;
import java.util.ArrayList;
import java.util.List;

/** What paths look like to those who list them. Takes no lock. */
final class Entries {
  private final NameSpace nameSpace;
  private final HostLink host;
  private final long startedMillis = System.currentTimeMillis();

  Entries(NameSpace nameSpace, HostLink host) {
    this.nameSpace = nameSpace;
    this.host = host;
  }

  /**
   * What a path leads to.
   *
   * @throws ContainerException as {@link NameSpace#find}
   */
  Entry of(AbsolutePath path) throws ContainerException {
    return entry(path, nameSpace.find(path));
  }

  /**
   * What is in a directory, by name.
   *
   * @throws ContainerException as {@link NameSpace#find}; ENOTDIR
   */
  List<Entry> in(AbsolutePath directory) throws ContainerException {
    var names =
        switch (nameSpace.find(directory)) {
          case ContainerDirectory(var container) -> NameSpace.names(container);
          case Passage(var below) -> below;
          case ContainerFile _, Report _ -> throw new ContainerException(Errno.ENOTDIR);
        };
    var entries = new ArrayList<Entry>();
    for (var name : names) {
      addIfThere(directory.child(name), entries);
    }
    return entries;
  }

  /** What goes between the listing of the names and the look at each is not listed. */
  private void addIfThere(AbsolutePath path, List<Entry> entries) {
    try {
      entries.add(of(path));
    } catch (ContainerException _) {
      // It has gone meanwhile.
    }
  }

  private Entry entry(AbsolutePath path, Node node) {
    String text = path.toString();
    return switch (node) {
      case ContainerDirectory(var c) ->
          new Entry(
              text,
              Entry.Kind.CONTAINER,
              true,
              true,
              c.ownership().directory(),
              c.id(),
              c.createdMillis());
      case ContainerFile(var c, var row) ->
          new Entry(
              text,
              Entry.Kind.FILE,
              row.reader() != null,
              row.writer() != null,
              c.ownership().file(row),
              0,
              c.createdMillis());
      case Passage _ ->
          new Entry(text, Entry.Kind.DIRECTORY, true, false, corrals(0555), 0, startedMillis);
      case Report _ ->
          new Entry(text, Entry.Kind.FILE, true, false, corrals(0444), 0, startedMillis);
    };
  }

  private Access corrals(int mode) {
    var self = host.self();
    return new Access(self.uid(), self.gid(), mode);
  }
}
