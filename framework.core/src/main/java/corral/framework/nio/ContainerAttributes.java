package corral.framework.nio;

import corral.framework.api.admin.Entry;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one entry. A file's size is 0, as in other file systems whose files are made
 * when they are read; who wants to know its length reads it. Immutable.
 *
 * @param entry what there is
 * @param owner the user it belongs to
 * @param group the group it belongs to
 */
record ContainerAttributes(Entry entry, Principal owner, Principal group)
    implements PosixFileAttributes {
  @Override
  public FileTime lastModifiedTime() {
    return FileTime.fromMillis(entry.createdMillis());
  }

  @Override
  public FileTime lastAccessTime() {
    return lastModifiedTime();
  }

  @Override
  public FileTime creationTime() {
    return lastModifiedTime();
  }

  @Override
  public boolean isRegularFile() {
    return !entry.isDirectory();
  }

  @Override
  public boolean isDirectory() {
    return entry.isDirectory();
  }

  @Override
  public boolean isSymbolicLink() {
    return false;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public long size() {
    return 0;
  }

  /** None: whether two paths name the same file is told by their normal form. */
  @Override
  public @Nullable Object fileKey() {
    return null;
  }

  @Override
  public Set<PosixFilePermission> permissions() {
    return ModeBits.toSet(entry.access().mode());
  }

  /** Type and permissions as {@code stat} shows them. */
  int mode() {
    return (entry.isDirectory() ? 0040000 : 0100000) | entry.access().mode();
  }

  int links() {
    return entry.isDirectory() ? 2 : 1;
  }
}
