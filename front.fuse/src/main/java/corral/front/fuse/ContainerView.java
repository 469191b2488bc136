package corral.front.fuse;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Hierarchy;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Entry;
import corral.framework.api.admin.Mount;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mounted hierarchy. A directory's number is its container's. Containers that the kernel knows
 * are kept at hand; another, as after an update of this bundle, is searched for in the tree.
 */
final class ContainerView implements View {
  private final ContainerAdmin admin;
  private final String mountPoint;
  private final Hierarchy hierarchy;
  private final long createdMillis;
  private final Map<Long, Container> known = new ConcurrentHashMap<>();

  /**
   * A view of what is mounted.
   *
   * @throws ContainerException ENOENT if it is not mounted any more
   */
  ContainerView(ContainerAdmin admin, Mount mount) throws ContainerException {
    this.admin = admin;
    this.mountPoint = mount.path();
    this.hierarchy = mount.hierarchy();
    this.createdMillis = admin.entry(mountPoint).createdMillis();
  }

  /** A number is used again by an engine that was started later. */
  @Override
  public String identity() {
    return hierarchy.root().id() + " of " + createdMillis;
  }

  @Override
  public long root() {
    return hierarchy.root().id();
  }

  @Override
  public long number(Entry directory) {
    return directory.id();
  }

  @Override
  public void remember(Entry directory) throws ContainerException {
    if (!known.containsKey(directory.id())) {
      var container = admin.container(directory.path());
      if (container.id() != directory.id()) {
        throw new ContainerException(Errno.ENOENT, directory.path(), "it has gone meanwhile");
      }
      known.put(container.id(), container);
    }
  }

  @Override
  public String path(long number) throws ContainerException {
    var container = known.get(number);
    if (container == null) {
      container = search(number);
    }
    if (container == null || container.isRemoved()) {
      known.remove(number);
      throw new ContainerException(Errno.ENOENT, mountPoint, "the container was removed");
    }
    return container == hierarchy.root() ? mountPoint : mountPoint + container.path();
  }

  private @Nullable Container search(long number) {
    var found = subtree(hierarchy.root()).filter(c -> c.id() == number).findAny().orElse(null);
    if (found != null) {
      known.put(number, found);
    }
    return found;
  }

  private static Stream<Container> subtree(Container top) {
    return Stream.concat(Stream.of(top), top.children().stream().flatMap(ContainerView::subtree));
  }

  @Override
  public void forget(long number) {
    known.remove(number);
  }
}
