package corral.framework.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.OpenFile;
import org.jspecify.annotations.Nullable;

/** A control file of one container, opened by a caller. */
final class OpenControlFile implements OpenFile {
  private final Core core;
  private final ContainerNode container;
  private final FileRow row;
  private final Caller caller;
  private final String path;

  /** What the first read gave; guarded by this. */
  private @Nullable String content;

  OpenControlFile(Core core, ContainerNode container, FileRow row, Caller caller, String path) {
    this.core = core;
    this.container = container;
    this.row = row;
    this.caller = caller;
    this.path = path;
  }

  @Override
  public synchronized String read() throws ContainerException {
    try {
      checkThere();
      var reader = row.reader();
      if (reader == null) {
        throw new ContainerException(Errno.EACCES, "it cannot be read");
      }
      if (content == null) {
        content = reader.read(container, caller);
      }
      return content;
    } catch (ContainerException e) {
      throw e.on(path);
    }
  }

  @Override
  public void write(String text) throws ContainerException {
    core.lock.lock();
    try {
      Permissions.checkWrite(caller, container.ownership().file(row));
      var writer = row.writer();
      if (writer == null) {
        throw new ContainerException(Errno.EACCES, "it cannot be written");
      }
      if (text.getBytes(UTF_8).length > row.longestWrite()) {
        throw new ContainerException(
            Errno.E2BIG, "a write has at most " + row.longestWrite() + " bytes");
      }
      checkThere();
      writer.write(container, untilNul(text), caller);
    } catch (ContainerException e) {
      throw e.on(path);
    } finally {
      core.lock.unlock();
    }
  }

  /** In the kernel a text ends at its first NUL, and many a program in C writes that too. */
  private static String untilNul(String text) {
    int nul = text.indexOf('\0');
    return nul < 0 ? text : text.substring(0, nul);
  }

  private void checkThere() throws ContainerException {
    if (container.isRemoved()) {
      throw new ContainerException(Errno.ENODEV, "its container was removed");
    }
    var owner = row.owner();
    if (owner != null && !container.hierarchy().bound().contains(owner)) {
      throw new ContainerException(Errno.ENODEV, owner.name() + " has gone");
    }
  }
}
