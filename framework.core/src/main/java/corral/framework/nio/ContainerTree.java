package corral.framework.nio;

import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Entry;
import corral.framework.api.admin.OpenFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;

/**
 * Corral's name space in the terms of {@code java.nio.file}. Each method ends in a call of {@link
 * ContainerAdmin}, which knows the rules; here only refusals are translated. Thread-safe.
 */
final class ContainerTree {
  private static final Set<OpenOption> OPTIONS =
      Set.of(
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.APPEND,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.CREATE,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.SYNC,
          StandardOpenOption.DSYNC);

  private final ContainerAdmin admin;
  private final Principals principals;

  ContainerTree(ContainerAdmin admin, Principals principals) {
    this.admin = admin;
    this.principals = principals;
  }

  Entry entry(String path) throws FileSystemException {
    return Refusals.ask(path, () -> admin.entry(path));
  }

  ContainerAttributes attributes(String path) throws FileSystemException {
    var entry = entry(path);
    return new ContainerAttributes(
        entry, principals.user(entry.access().uid()), principals.group(entry.access().gid()));
  }

  List<String> names(String path) throws FileSystemException {
    return Refusals.ask(path, () -> admin.list(path)).stream().map(Entry::name).toList();
  }

  static boolean isWriting(Set<? extends OpenOption> options) {
    return options.contains(StandardOpenOption.WRITE)
        || options.contains(StandardOpenOption.APPEND);
  }

  ControlFileChannel channel(String path, Set<? extends OpenOption> options)
      throws FileSystemException {
    var file = open(path, options);
    var writing = isWriting(options);
    var reading = options.contains(StandardOpenOption.READ) || !writing;
    return new ControlFileChannel(
        reading ? Refusals.ask(path, file::read).getBytes(StandardCharsets.UTF_8) : null,
        writing ? new ControlFileWriter(file, path) : null);
  }

  ControlFileWriter writer(String path, Set<? extends OpenOption> options)
      throws FileSystemException {
    return new ControlFileWriter(open(path, options), path);
  }

  /**
   * Opens a file. To append and to truncate mean nothing, as each write to a control file is an
   * order of its own; a file that is not there cannot be created.
   */
  private OpenFile open(String path, Set<? extends OpenOption> options) throws FileSystemException {
    if (!OPTIONS.containsAll(options)) {
      throw new Unsupported(path + ": no such option among " + options);
    }
    var file = Refusals.ask(path, () -> admin.open(path, admin.self()));
    if (options.contains(StandardOpenOption.CREATE_NEW)) {
      throw Refusals.of(path, Errno.EEXIST);
    }
    return file;
  }

  void makeDirectory(String path) throws FileSystemException {
    Refusals.request(path, () -> admin.makeContainer(path, admin.self()));
  }

  /** Removes a container; a file cannot be removed, as it belongs to its directory. */
  void remove(String path) throws FileSystemException {
    if (!entry(path).isDirectory()) {
      throw Refusals.of(path, Errno.EPERM);
    }
    Refusals.request(path, () -> admin.removeContainer(path, admin.self()));
  }

  void changeOwner(String path, UserPrincipal user) throws FileSystemException {
    changeOwner(path, principals.uid(user), ContainerAdmin.UNCHANGED);
  }

  void changeGroup(String path, GroupPrincipal group) throws FileSystemException {
    changeOwner(path, ContainerAdmin.UNCHANGED, principals.gid(group));
  }

  private void changeOwner(String path, int uid, int gid) throws FileSystemException {
    Refusals.request(path, () -> admin.changeOwner(path, uid, gid, admin.self()));
  }

  void changeMode(String path, int mode) throws FileSystemException {
    Refusals.request(path, () -> admin.changeMode(path, mode, admin.self()));
  }

  void rename(String from, String to) throws FileSystemException {
    Refusals.request(from, () -> admin.rename(from, to, admin.self()));
  }

  void checkAccess(String path, AccessMode... modes) throws FileSystemException {
    var entry = entry(path);
    for (var mode : modes) {
      var allowed =
          switch (mode) {
            case READ -> entry.readable();
            case WRITE -> entry.writable() && entry.access().allowsWriting(admin.self());
            case EXECUTE -> entry.isDirectory();
          };
      if (!allowed) {
        throw Refusals.of(path, Errno.EACCES);
      }
    }
  }
}
