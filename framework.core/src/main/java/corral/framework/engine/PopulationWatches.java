package corral.framework.engine;

import corral.framework.api.admin.Watch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to know when a container gets its first task or loses its last one, those of the
 * containers below it counted. Costs a look at an empty map while nobody does. Thread-safe.
 */
final class PopulationWatches {
  private final Map<ContainerNode, List<Runnable>> watches = new ConcurrentHashMap<>();

  Watch add(ContainerNode container, Runnable changed) {
    watches.merge(container, List.of(changed), (some, more) -> joined(some, more));
    return () -> watches.computeIfPresent(container, (_, all) -> without(all, changed));
  }

  private static List<Runnable> joined(List<Runnable> some, List<Runnable> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /** Null, which removes the container from the map, if it was the last. */
  @SuppressWarnings("ReferenceEquality") // it is the same one that was added
  private static @Nullable List<Runnable> without(List<Runnable> all, Runnable one) {
    var rest = all.stream().filter(other -> other != one).toList();
    return rest.isEmpty() ? null : rest;
  }

  /** A task has come into a group that may have been empty, or the last one has left it. */
  void changed(CssGroup group) {
    if (watches.isEmpty()) {
      return;
    }
    for (int h = 0; h < group.width(); h++) {
      for (var node = group.containerOrNull(h); node != null; node = node.parent()) {
        watches.getOrDefault(node, List.of()).forEach(Runnable::run);
      }
    }
  }
}
