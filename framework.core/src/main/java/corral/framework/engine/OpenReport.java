package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.OpenFile;
import org.jspecify.annotations.Nullable;

/** A report of {@code /proc} that was opened. */
final class OpenReport implements OpenFile {
  private final Node.Content content;
  private final String path;

  /** What the first read gave; guarded by this. */
  private @Nullable String picture;

  OpenReport(Node.Content content, String path) {
    this.content = content;
    this.path = path;
  }

  @Override
  public synchronized String read() throws ContainerException {
    try {
      if (picture == null) {
        picture = content.read();
      }
      return picture;
    } catch (ContainerException e) {
      throw e.on(path);
    }
  }

  @Override
  public void write(String text) throws ContainerException {
    throw new ContainerException(Errno.EACCES, path, "it cannot be written");
  }
}
