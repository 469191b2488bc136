package corral.framework.nio;

import corral.framework.api.Errno;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes of a path, read afresh each time; none can be set (EPERM). Thread-safe. */
final class ContainerAttributeView implements PosixFileAttributeView {
  private final ContainerTree tree;
  private final String path;
  private final String name;

  /**
   * A view.
   *
   * @param name {@code basic}, {@code owner} or {@code posix}
   */
  ContainerAttributeView(ContainerTree tree, String path, String name) {
    this.tree = tree;
    this.path = path;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ContainerAttributes readAttributes() throws IOException {
    return tree.attributes(path);
  }

  @Override
  public UserPrincipal getOwner() throws IOException {
    return readAttributes().owner();
  }

  @Override
  public void setOwner(UserPrincipal owner) throws IOException {
    throw Refusals.of(path, Errno.EPERM);
  }

  @Override
  public void setGroup(GroupPrincipal group) throws IOException {
    throw Refusals.of(path, Errno.EPERM);
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
    throw Refusals.of(path, Errno.EPERM);
  }

  @Override
  public void setTimes(
      @Nullable FileTime lastModifiedTime,
      @Nullable FileTime lastAccessTime,
      @Nullable FileTime createTime)
      throws IOException {
    throw Refusals.of(path, Errno.EPERM);
  }
}
