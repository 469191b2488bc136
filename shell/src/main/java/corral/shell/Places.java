package corral.shell;

import static java.util.stream.Collectors.joining;

import corral.framework.api.Container;
import corral.framework.api.Hierarchy;
import corral.framework.api.admin.ContainerAdmin;
import corral.shell.command.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where containers can be seen: the mounts as they were when this was made. Immutable. */
final class Places {
  private final Map<Hierarchy, String> mounts = new HashMap<>();

  Places(ContainerAdmin admin) {
    admin.mounts().forEach(mount -> mounts.putIfAbsent(mount.hierarchy(), mount.path()));
  }

  /** A container's path in the name space of all mounts, or what stands for it if there is none. */
  String of(Container container) {
    var hierarchy = container.hierarchy();
    var mount = mounts.get(hierarchy);
    if (mount == null) {
      return label(hierarchy) + ":" + container.path();
    }
    return container.parent() == null ? mount : Call.resolve(mount, container.path().substring(1));
  }

  /** The containers of a tree, each before those below it. */
  static List<Container> tree(Container top) {
    var tree = new ArrayList<>(List.of(top));
    for (int next = 0; next < tree.size(); next++) {
      tree.addAll(next + 1, tree.get(next).children());
    }
    return tree;
  }

  /** How a hierarchy is called in {@code /proc/PID/container}. */
  private static String label(Hierarchy hierarchy) {
    return hierarchy.subsystems().isEmpty()
        ? "name=" + hierarchy.name()
        : hierarchy.subsystems().stream().collect(joining(","));
  }
}
