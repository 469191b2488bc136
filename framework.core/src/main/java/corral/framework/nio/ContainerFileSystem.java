package corral.framework.nio;

import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.Accounts;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * All mounted hierarchies as one file system, laid over the host's where there is a live host.
 * Stays open as long as Corral offers it. Thread-safe.
 */
class ContainerFileSystem extends FileSystem {
  private static final String SEPARATOR = "/";

  private final ContainerFileSystemProvider provider;
  private final Overlay overlay;

  /**
   * A file system.
   *
   * @param host the file system of the host; empty while there is none, as with a simulated machine
   * @param accounts who is who on the host
   */
  ContainerFileSystem(
      ContainerAdmin admin, Supplier<Optional<FileSystem>> host, Supplier<Accounts> accounts) {
    overlay = new Overlay(admin, host);
    var tree = new ContainerTree(admin, new Principals(accounts));
    provider = new ContainerFileSystemProvider(this, overlay, tree);
  }

  @Override
  public final ContainerFileSystemProvider provider() {
    return provider;
  }

  @Override
  public final ContainerPath getPath(String first, String... more) {
    return new ContainerPath(this, Path.of(first, more));
  }

  /** What relative paths are relative to. */
  final ContainerPath workingDirectory() {
    return overlay
        .host()
        .map(files -> getPath(files.getPath("").toAbsolutePath().toString()))
        .orElseGet(() -> getPath(SEPARATOR));
  }

  /** Refused: who offers the file system closes it. */
  @Override
  public final void close() {
    throw new Unsupported("Corral closes its file system itself");
  }

  @Override
  public final boolean isOpen() {
    return true;
  }

  @Override
  public final boolean isReadOnly() {
    return false;
  }

  @Override
  public final String getSeparator() {
    return SEPARATOR;
  }

  @Override
  public final Iterable<Path> getRootDirectories() {
    return List.of(getPath(SEPARATOR));
  }

  @Override
  public final Iterable<FileStore> getFileStores() {
    return overlay.host().map(FileSystem::getFileStores).orElseGet(List::of);
  }

  @Override
  public final Set<String> supportedFileAttributeViews() {
    return NamedAttributes.views();
  }

  @Override
  public final PathMatcher getPathMatcher(String syntaxAndPattern) {
    var matcher = FileSystems.getDefault().getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(Path.of(path.toString()));
  }

  @Override
  public final UserPrincipalLookupService getUserPrincipalLookupService() {
    return overlay
        .host()
        .map(FileSystem::getUserPrincipalLookupService)
        .orElseThrow(UnsupportedOperationException::new);
  }

  /** The host's, which can watch the host's directories; Corral's own cannot be watched. */
  @Override
  public final WatchService newWatchService() throws IOException {
    var host = overlay.host();
    if (host.isEmpty()) {
      throw new Unsupported("Containers cannot be watched");
    }
    return host.get().newWatchService();
  }
}
