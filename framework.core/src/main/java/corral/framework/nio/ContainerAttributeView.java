package corral.framework.nio;

import corral.framework.api.Errno;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a path, read afresh each time. Owner, group and permissions can be set, as the
 * engine allows; times cannot (EPERM). Thread-safe.
 */
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
    tree.changeOwner(path, owner);
  }

  @Override
  public void setGroup(GroupPrincipal group) throws IOException {
    tree.changeGroup(path, group);
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
    tree.changeMode(path, ModeBits.of(permissions));
  }

  @Override
  public void setTimes(
      @Nullable FileTime lastModifiedTime,
      @Nullable FileTime lastAccessTime,
      @Nullable FileTime createTime)
      throws IOException {
    throw Refusals.of(path, Errno.EPERM);
  }

  /** Sets one attribute by its name, with or without that of a view before it. */
  @SuppressWarnings("unchecked") // as the name says what the value is
  void set(String attribute, @Nullable Object value) throws IOException {
    switch (attribute) {
      case "owner:owner", "posix:owner", "unix:owner" -> setOwner((UserPrincipal) given(value));
      case "posix:group", "unix:group" -> setGroup((GroupPrincipal) given(value));
      case "posix:permissions", "unix:permissions" ->
          setPermissions((Set<PosixFilePermission>) given(value));
      default -> throw Refusals.of(path, Errno.EPERM);
    }
  }

  private static Object given(@Nullable Object value) {
    return Objects.requireNonNull(value, "the value of an attribute");
  }
}
