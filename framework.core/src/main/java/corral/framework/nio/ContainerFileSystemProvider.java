package corral.framework.nio;

import static corral.framework.nio.Refusals.askHost;
import static corral.framework.nio.Refusals.requestHost;

import corral.framework.api.Errno;
import corral.framework.nio.Place.Hosts;
import corral.framework.nio.Place.Ours;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.spi.FileSystemProvider;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the container file system: each asks whose the path is and goes on to Corral or
 * to the host. There is one provider for each file system, and it is not an installed one.
 * Thread-safe.
 */
final class ContainerFileSystemProvider extends FileSystemProvider {
  static final String SCHEME = "container";

  private static final Map<Class<?>, String> VIEWS =
      Map.of(
          BasicFileAttributeView.class, "basic",
          FileOwnerAttributeView.class, "owner",
          PosixFileAttributeView.class, "posix");

  private final ContainerFileSystem files;
  private final Overlay overlay;
  private final ContainerTree tree;

  ContainerFileSystemProvider(ContainerFileSystem files, Overlay overlay, ContainerTree tree) {
    this.files = files;
    this.overlay = overlay;
    this.tree = tree;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new FileSystemAlreadyExistsException(uri.toString());
  }

  @Override
  public ContainerFileSystem getFileSystem(URI uri) {
    if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException(uri + " is not of the scheme " + SCHEME);
    }
    return files;
  }

  @Override
  public ContainerPath getPath(URI uri) {
    var path = uri.getPath();
    if (path == null || !path.startsWith("/")) {
      throw new IllegalArgumentException(uri + " names no absolute path");
    }
    return getFileSystem(uri).getPath(path);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    var channel =
        switch (place(path)) {
          case Hosts(var hosts) -> hostChannel(hosts, options, attributes);
          case Ours(var ours) -> tree.channel(ours, options);
        };
    return ContainerTree.isWriting(options) ? new LoudChannel(channel, path.toString()) : channel;
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    return switch (place(path)) {
      case Hosts(var hosts) -> askHost(() -> Files.newOutputStream(hosts, options));
      case Ours(var ours) -> {
        if (List.of(options).contains(StandardOpenOption.READ)) {
          throw new IllegalArgumentException("READ not allowed");
        }
        yield new ControlFileOutputStream(tree.writer(ours, Set.of(options)));
      }
    };
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return switch (place(path)) {
      case Hosts(var hosts) -> askHost(() -> FileChannel.open(hosts, options, attributes));
      case Ours _ -> super.newFileChannel(path, options, attributes);
    };
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    var names = new LinkedHashSet<String>();
    switch (place(directory)) {
      case Hosts(var hosts) -> names.addAll(hostNames(hosts));
      case Ours ours -> {
        names.addAll(tree.names(ours.path()));
        var shared = overlay.shared(ours);
        if (shared.isPresent()) {
          names.addAll(hostNames(shared.get()));
        }
      }
    }
    return new NameStream(directory, names, filter);
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    switch (place(directory)) {
      case Hosts(var hosts) -> requestHost(() -> Files.createDirectory(hosts, attributes));
      case Ours(var ours) -> {
        if (attributes.length > 0) {
          throw new Unsupported("Attributes of a container cannot be chosen");
        }
        tree.makeDirectory(ours);
      }
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    switch (place(path)) {
      case Hosts(var hosts) -> requestHost(() -> Files.delete(hosts));
      case Ours(var ours) -> tree.remove(ours);
    }
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    switch (new Pair(place(source), place(target))) {
      case Pair(Hosts(var from), Hosts(var to)) -> requestHost(() -> Files.move(from, to, options));
      case Pair(Ours(var from), Ours(var to)) -> tree.rename(from, to);
      default -> throw Refusals.of(source.toString(), Errno.EXDEV);
    }
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    if (place(source) instanceof Hosts(var from) && place(target) instanceof Hosts(var to)) {
      requestHost(() -> Files.copy(from, to, options));
    } else if (Files.isDirectory(source)) {
      Files.createDirectory(target);
    } else {
      var creation =
          List.of(options).contains(StandardCopyOption.REPLACE_EXISTING)
              ? StandardOpenOption.CREATE
              : StandardOpenOption.CREATE_NEW;
      Files.write(target, Files.readAllBytes(source), creation, StandardOpenOption.WRITE);
    }
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    if (path.equals(other)) {
      return true;
    }
    if (!(other instanceof ContainerPath)) {
      return false;
    }
    return switch (new Pair(place(path), place(other))) {
      case Pair(Hosts(var one), Hosts(var two)) -> askHost(() -> Files.isSameFile(one, two));
      case Pair(Ours(var one), Ours(var two)) ->
          tree.entry(one).path().equals(tree.entry(two).path());
      default -> false;
    };
  }

  @Override
  public boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return switch (attributesPlace(path)) {
      case Hosts(var hosts) -> askHost(() -> Files.getFileStore(hosts));
      case Ours(var ours) -> {
        tree.checkAccess(ours);
        yield new ContainerFileStore();
      }
    };
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    switch (attributesPlace(path)) {
      case Hosts(var hosts) ->
          requestHost(() -> hosts.getFileSystem().provider().checkAccess(hosts, modes));
      case Ours(var ours) -> tree.checkAccess(ours, modes);
    }
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return switch (attributesPlace(path)) {
      case Hosts(var hosts) -> Files.getFileAttributeView(hosts, type, options);
      case Ours(var ours) -> {
        var name = VIEWS.get(type);
        yield name == null ? null : type.cast(new ContainerAttributeView(tree, ours, name));
      }
    };
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return switch (attributesPlace(path)) {
      case Hosts(var hosts) -> askHost(() -> Files.readAttributes(hosts, type, options));
      case Ours(var ours) -> {
        if (type != BasicFileAttributes.class && type != PosixFileAttributes.class) {
          throw new Unsupported(type.getName());
        }
        yield type.cast(tree.attributes(ours));
      }
    };
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return switch (attributesPlace(path)) {
      case Hosts(var hosts) -> askHost(() -> Files.readAttributes(hosts, names, options));
      case Ours(var ours) -> NamedAttributes.read(tree.attributes(ours), names);
    };
  }

  @Override
  public void setAttribute(Path path, String name, @Nullable Object value, LinkOption... options)
      throws IOException {
    switch (attributesPlace(path)) {
      case Hosts(var hosts) -> requestHost(() -> Files.setAttribute(hosts, name, value, options));
      case Ours(var ours) -> new ContainerAttributeView(tree, ours, "posix").set(name, value);
    }
  }

  @Override
  public boolean exists(Path path, LinkOption... options) {
    return switch (attributesPlace(path)) {
      case Hosts(var hosts) -> Files.exists(hosts, options);
      case Ours _ -> super.exists(path, options);
    };
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return switch (place(link)) {
      case Hosts(var hosts) ->
          files.getPath(askHost(() -> Files.readSymbolicLink(hosts)).toString());
      case Ours(var ours) -> throw Refusals.of(ours, Errno.EINVAL);
    };
  }

  ContainerPath realPath(ContainerPath path, LinkOption... options) throws IOException {
    return switch (attributesPlace(path)) {
      case Hosts(var hosts) -> files.getPath(askHost(() -> hosts.toRealPath(options)).toString());
      case Ours(var ours) -> files.getPath(tree.entry(ours).path());
    };
  }

  WatchKey register(
      ContainerPath path,
      WatchService watcher,
      WatchEvent.Kind<?>[] events,
      WatchEvent.Modifier... modifiers)
      throws IOException {
    return switch (attributesPlace(path)) {
      case Hosts(var hosts) -> askHost(() -> hosts.register(watcher, events, modifiers));
      case Ours(var ours) -> throw new Unsupported(ours + ": Containers cannot be watched");
    };
  }

  private Place place(Path path) {
    if (!(path instanceof ContainerPath ours) || !ours.getFileSystem().equals(files)) {
      throw new ProviderMismatchException(path + " is a path of another file system");
    }
    return overlay.place(ours.toAbsolutePath().toString());
  }

  /** As {@link #place}, but a directory that also the host has is the host's. */
  private Place attributesPlace(Path path) {
    var place = place(path);
    return place instanceof Ours ours
        ? overlay.shared(ours).<Place>map(Hosts::new).orElse(place)
        : place;
  }

  private static SeekableByteChannel hostChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (Files.isDirectory(path)) {
      throw Refusals.of(path.toString(), Errno.EISDIR);
    }
    return askHost(() -> Files.newByteChannel(path, options, attributes));
  }

  private static List<String> hostNames(Path directory) throws IOException {
    return askHost(
        () -> {
          try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
          }
        });
  }

  private record Pair(Place one, Place other) {}
}
