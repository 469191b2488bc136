package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.engine.Node.ContainerDirectory;
import corral.framework.engine.Node.ContainerFile;
import corral.framework.engine.Node.Passage;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a path leads to: the mounts, the directories on the way to them, and {@code /proc}.
 * Takes no lock.
 */
final class NameSpace {
  private static final AbsolutePath TOP = new AbsolutePath(List.of(), false);
  private static final AbsolutePath PROC = TOP.child("proc");

  private final Mounts mounts;
  private final ProcReports proc;

  NameSpace(Mounts mounts, ProcReports proc) {
    this.mounts = mounts;
    this.proc = proc;
  }

  /**
   * What a path leads to.
   *
   * @throws ContainerException ENOENT, ENOTDIR; ESRCH below {@code /proc} for a pid without a task
   */
  Node find(AbsolutePath path) throws ContainerException {
    var view = mounts.covering(path);
    if (view != null) {
      return inHierarchy(view.hierarchy(), path.below(view.path()));
    }
    for (var reports : reports().toList()) {
      if (path.startsWith(reports)) {
        return proc.find(path.below(reports));
      }
    }
    var passage = passage(path);
    if (passage == null) {
      throw new ContainerException(Errno.ENOENT);
    }
    return passage;
  }

  private static Node inHierarchy(HierarchyRoot hierarchy, List<String> names)
      throws ContainerException {
    Node node = new ContainerDirectory(hierarchy.rootNode());
    for (var name : names) {
      if (!(node instanceof ContainerDirectory(var container))) {
        throw new ContainerException(Errno.ENOTDIR);
      }
      node = inContainer(container, name);
    }
    return node;
  }

  private static Node inContainer(ContainerNode container, String name) throws ContainerException {
    var entry = entry(container, name);
    if (entry == null) {
      throw new ContainerException(Errno.ENOENT);
    }
    return entry;
  }

  /** What has this name in a container's directory; null if nothing has. */
  static @Nullable Node entry(ContainerNode container, String name) {
    var child = container.child(name);
    if (child != null) {
      return new ContainerDirectory(child);
    }
    var row = container.hierarchy().files().find(name, container);
    return row == null ? null : new ContainerFile(container, row);
  }

  /** Where the reports are seen. */
  private Stream<AbsolutePath> reports() {
    return Stream.concat(Stream.of(PROC), mounts.reportViews().stream());
  }

  /** A directory above a mount point or {@code /proc}; null if the path is none. */
  private @Nullable Passage passage(AbsolutePath path) {
    var names = new TreeSet<String>();
    Stream.concat(mounts.views().stream().map(Mounts.View::path), reports())
        .filter(goal -> goal.startsWith(path))
        .forEach(goal -> names.add(goal.below(path).getFirst()));
    return names.isEmpty() ? null : new Passage(List.copyOf(names));
  }

  /** The names in a directory, sorted. */
  static List<String> names(ContainerNode container) {
    return Stream.concat(
            container.childNodes().map(ContainerNode::name),
            container.hierarchy().files().in(container).map(FileRow::name))
        .sorted()
        .toList();
  }
}
