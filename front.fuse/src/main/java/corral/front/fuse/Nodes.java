package corral.front.fuse;

import static corral.front.fuse.protocol.Attributes.DIRECTORY;
import static corral.front.fuse.protocol.Attributes.FILE;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.Entry;
import corral.front.fuse.protocol.Attributes;

/** Goes from the kernel's nodes to paths and from entries to nodes, in one view. Thread-safe. */
final class Nodes {
  /** Links of directories are not counted; so tools know that the number says nothing. */
  private static final int LINKS = 1;

  private final View view;
  private final FileNumbers files;

  /** Finds something out at a path, as often as it is asked, and changes nothing. */
  @FunctionalInterface
  interface Question<T> {
    T at(String path) throws ContainerException;
  }

  /** Does something at a path, or fails and has changed nothing. */
  @FunctionalInterface
  interface Change {
    void at(String path) throws ContainerException;
  }

  Nodes(View view, FileNumbers files) {
    this.view = view;
    this.files = files;
  }

  View view() {
    return view;
  }

  Node node(long number) {
    return Node.of(number, view.root());
  }

  /**
   * Where a node is now.
   *
   * @throws ContainerException ENOENT if it has gone
   */
  String path(long number) throws ContainerException {
    var directory = directoryPath(number);
    return node(number).isDirectory() ? directory : directory + "/" + fileName(number);
  }

  /**
   * Finds something out at the place of a node. If the node is renamed meanwhile another can have
   * its place: then it is found out anew.
   */
  <T> T find(long number, Question<T> question) throws ContainerException {
    while (true) {
      var path = path(number);
      try {
        var found = question.at(path);
        if (isAt(number, path)) {
          return found;
        }
      } catch (ContainerException refused) {
        if (isAt(number, path)) {
          throw refused;
        }
      }
    }
  }

  /**
   * Does something at the place of a node. If that fails because the node is renamed meanwhile, it
   * is done at its new place: to whoever stands in a directory its name makes no difference.
   */
  void change(long number, Change change) throws ContainerException {
    while (true) {
      var path = path(number);
      try {
        change.at(path);
        return;
      } catch (ContainerException refused) {
        if (isAt(number, path)) {
          throw refused;
        }
      }
    }
  }

  private boolean isAt(long number, String path) throws ContainerException {
    return path(number).equals(path);
  }

  /** The name of a node that is a file. */
  String fileName(long number) {
    return files.name(node(number).file());
  }

  /** Where the directory is that a node is, or is in. */
  String directoryPath(long number) throws ContainerException {
    return view.path(node(number).directory());
  }

  /**
   * The number of an entry of a directory, which the kernel will ask about.
   *
   * @throws ContainerException ENOENT if it has gone meanwhile
   */
  long number(long directory, Entry entry) throws ContainerException {
    if (entry.isDirectory()) {
      view.remember(entry);
    }
    return listedNumber(directory, entry);
  }

  /** The number of an entry of a directory. */
  long listedNumber(long directory, Entry entry) {
    var node =
        entry.isDirectory()
            ? Node.of(view.number(entry))
            : new Node(node(directory).directory(), files.of(entry.name()));
    return node.number(view.root());
  }

  /** What stat(2) tells of an entry. */
  Attributes attributes(long number, Entry entry) {
    var access = entry.access();
    return new Attributes(
        number, mode(entry), LINKS, access.uid(), access.gid(), entry.createdMillis());
  }

  static int mode(Entry entry) {
    return (entry.isDirectory() ? DIRECTORY : FILE) | entry.access().mode();
  }
}
