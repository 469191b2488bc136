package corral.host.sim;

import corral.framework.api.host.IndexSet;
import java.util.Arrays;
import java.util.List;

/** How many pages a process has on each memory node. Immutable. */
final class Placement {
  static final Placement NONE = new Placement(new long[0]);

  /** By node; those beyond the end have none. */
  private final long[] pages;

  private Placement(long[] pages) {
    this.pages = pages;
  }

  /** By node, for a machine with so many. */
  List<Long> onEach(int nodes) {
    return Arrays.stream(Arrays.copyOf(pages, nodes)).boxed().toList();
  }

  private long total() {
    return Arrays.stream(pages).sum();
  }

  /** With another total: what is more is on a node, and what is less goes from the first ones. */
  Placement withTotal(long total, int node) {
    var next = Arrays.copyOf(pages, Math.max(pages.length, node + 1));
    long more = total - total();
    next[node] += Math.max(0, more);
    for (int i = 0; more < 0; i++) {
      long gone = Math.min(next[i], -more);
      next[i] -= gone;
      more += gone;
    }
    return new Placement(next);
  }

  /** As {@link corral.framework.api.host.PageMigration#migrate} says. */
  Placement moved(IndexSet from, IndexSet to) {
    int[] sources = from.stream().toArray();
    int[] targets = to.stream().toArray();
    var next = Arrays.copyOf(pages, Math.max(pages.length, to.last() + 1));
    for (int i = 0; i < sources.length; i++) {
      int source = sources[i];
      boolean stays = sources.length != targets.length && to.contains(source);
      if (source < pages.length && !stays) {
        next[source] -= pages[source];
        next[targets[i % targets.length]] += pages[source];
      }
    }
    return new Placement(next);
  }
}
