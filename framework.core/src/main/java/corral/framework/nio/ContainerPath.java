package corral.framework.nio;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/**
 * A path of the container file system. Immutable.
 *
 * <p>How names are joined, cut and compared is left to the paths of the Java platform. Three
 * answers differ because commands of the shell need them: the root's file name is the empty path; a
 * path of another provider can be resolved by its text; and a path below this one is relativized
 * without dropping {@code .} from it.
 */
final class ContainerPath implements Path {
  private final ContainerFileSystem files;
  private final Path names;

  ContainerPath(ContainerFileSystem files, Path names) {
    this.files = files;
    this.names = names;
  }

  @Override
  public ContainerFileSystem getFileSystem() {
    return files;
  }

  @Override
  public boolean isAbsolute() {
    return names.isAbsolute();
  }

  @Override
  public @Nullable ContainerPath getRoot() {
    return orNull(names.getRoot());
  }

  @Override
  public ContainerPath getFileName() {
    var last = names.getFileName();
    return last == null ? of(Path.of("")) : of(last);
  }

  @Override
  public @Nullable ContainerPath getParent() {
    return orNull(names.getParent());
  }

  @Override
  public int getNameCount() {
    return names.getNameCount();
  }

  @Override
  public ContainerPath getName(int index) {
    return of(names.getName(index));
  }

  @Override
  public ContainerPath subpath(int beginIndex, int endIndex) {
    return of(names.subpath(beginIndex, endIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    return isKin(other) && names.startsWith(((ContainerPath) other).names);
  }

  @Override
  public boolean endsWith(Path other) {
    return isKin(other) && names.endsWith(((ContainerPath) other).names);
  }

  @Override
  public ContainerPath normalize() {
    return of(names.normalize());
  }

  @Override
  public ContainerPath resolve(Path other) {
    return of(names.resolve(other.toString()));
  }

  @Override
  public ContainerPath relativize(Path other) {
    var to = kin(other).names;
    int count = names.getNameCount();
    return isAbsolute() && to.startsWith(names) && to.getNameCount() > count
        ? of(to.subpath(count, to.getNameCount()))
        : of(names.relativize(to));
  }

  @Override
  public URI toUri() {
    var path = toAbsolutePath();
    var text = path.toString();
    var directory = !text.endsWith("/") && Files.isDirectory(path);
    try {
      return new URI(ContainerFileSystemProvider.SCHEME, null, directory ? text + "/" : text, null);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public ContainerPath toAbsolutePath() {
    return isAbsolute() ? this : files.workingDirectory().resolve(this);
  }

  @Override
  public ContainerPath toRealPath(LinkOption... options) throws IOException {
    return files.provider().realPath(this, options);
  }

  /**
   * Always refused, as this is no path of the default provider. {@code ls} asks for the file when
   * it could read no attributes, and shows what it is told: why it could not.
   */
  @Override
  public File toFile() {
    try {
      files.provider().checkAccess(this);
    } catch (IOException e) {
      throw new Unsupported(String.valueOf(e.getMessage()));
    }
    throw new Unsupported(this + ": No path of the default file system");
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
      throws IOException {
    return files.provider().register(this, watcher, events, modifiers);
  }

  @Override
  public int compareTo(Path other) {
    return names.compareTo(((ContainerPath) other).names);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ContainerPath path
        && path.files.equals(files)
        && path.names.equals(names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.toString();
  }

  private boolean isKin(Path other) {
    return other instanceof ContainerPath path && path.files.equals(files);
  }

  private ContainerPath kin(Path other) {
    if (!isKin(other)) {
      throw new ProviderMismatchException(other + " is a path of another file system");
    }
    return (ContainerPath) other;
  }

  private ContainerPath of(Path otherNames) {
    return new ContainerPath(files, otherNames);
  }

  private @Nullable ContainerPath orNull(@Nullable Path otherNames) {
    return otherNames == null ? null : of(otherNames);
  }
}
