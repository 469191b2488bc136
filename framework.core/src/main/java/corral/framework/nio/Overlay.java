package corral.framework.nio;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Mount;
import corral.framework.nio.Place.Hosts;
import corral.framework.nio.Place.Ours;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Lays Corral's name space over the file system of the host, as a mount would be. Corral's is what
 * it has an entry for and everything below a mount point; the rest is the host's, if there is one.
 * Thread-safe.
 */
final class Overlay {
  private final ContainerAdmin admin;
  private final Supplier<Optional<FileSystem>> host;

  /**
   * An overlay.
   *
   * @param host the file system of the host; empty while there is none, as with a simulated machine
   */
  Overlay(ContainerAdmin admin, Supplier<Optional<FileSystem>> host) {
    this.admin = admin;
    this.host = host;
  }

  /** The file system of the host. */
  Optional<FileSystem> host() {
    return host.get();
  }

  /**
   * Whose an absolute path is. Like the kernel's, the walk follows the host's links to directories:
   * {@code /proc/self/container} is Corral's.
   */
  Place place(String path) {
    var files = host.get();
    if (files.isEmpty()) {
      return new Ours(path);
    }
    var under = files.get().getPath(path);
    if (hides(path, under)) {
      return new Ours(path);
    }
    var linked = behindLinks(under);
    return hides(linked.toString(), linked) ? new Ours(linked.toString()) : new Hosts(under);
  }

  /** The host's directory of the same path, where a directory of Corral only leads to others. */
  Optional<Path> shared(Ours place) {
    return host.get()
        .filter(_ -> leadsOn(place.path()))
        .map(files -> files.getPath(place.path()))
        .filter(Files::isDirectory);
  }

  /** Whether Corral has a say on a path, whatever the host has there. */
  private boolean hides(String path, Path under) {
    try {
      var _ = admin.entry(path);
      return true;
    } catch (ContainerException e) {
      return switch (e.errno()) {
        case ENOENT, ENOTDIR -> isBelowMount(path);
        case ESRCH -> !Files.exists(under);
        default -> true;
      };
    }
  }

  private boolean isBelowMount(String path) {
    var names = Path.of(path).normalize();
    return Stream.concat(admin.mounts().stream().map(Mount::path), admin.reportMounts().stream())
        .anyMatch(names::startsWith);
  }

  private boolean leadsOn(String path) {
    try {
      return switch (admin.entry(path).kind()) {
        case DIRECTORY -> true;
        case CONTAINER, FILE -> false;
      };
    } catch (ContainerException e) {
      return false;
    }
  }

  /** The same path without links in the part of it that exists and is not its last name. */
  private static Path behindLinks(Path path) {
    for (var parent = path.getParent(); parent != null; parent = parent.getParent()) {
      if (Files.isDirectory(parent)) {
        try {
          return parent.toRealPath().resolve(parent.relativize(path));
        } catch (IOException e) {
          return path;
        }
      }
    }
    return path;
  }
}
