package corral.itest;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;

/**
 * A hierarchy with ns on the live machine, where what others do is followed, too. Closing it brings
 * their tasks back to its root, and leaves the processes alone.
 */
final class NsHierarchy implements AutoCloseable {
  private final ContainerAdmin admin;
  private final Caller self;
  private final String path;

  NsHierarchy(LiveMachine machine, String path) throws ContainerException {
    this.admin = machine.admin();
    this.self = machine.self();
    this.path = path;
    admin.mount("ns", path, self);
  }

  /** Where a task is; empty if there is none. */
  String placeOf(int pid) {
    try {
      var hierarchy = admin.container(path).hierarchy();
      return admin.task(pid).map(task -> task.container(hierarchy).path()).orElse("");
    } catch (ContainerException e) {
      throw new AssertionError(e);
    }
  }

  boolean has(String container) {
    try {
      admin.container(path + container);
      return true;
    } catch (ContainerException gone) {
      return false;
    }
  }

  @Override
  public void close() throws ContainerException {
    admin.unbind("ns", self);
    var root = admin.container(path);
    Waiting.until(
        () -> {
          root.children().forEach(this::release);
          return root.children().isEmpty();
        },
        () -> "left: " + root.children());
    admin.unmount(path, self);
  }

  private void release(Container container) {
    container.children().forEach(this::release);
    for (var task : container.tasks()) {
      try {
        admin.attach(task.pid(), path, self);
      } catch (ContainerException ended) {
        // Then it is not there any more.
      }
    }
    container.checkForRelease();
  }
}
