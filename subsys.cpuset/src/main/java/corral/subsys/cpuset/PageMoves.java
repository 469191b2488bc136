package corral.subsys.cpuset;

import corral.framework.api.ContainerException;
import corral.framework.api.Task;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.PageMigration;
import org.jspecify.annotations.Nullable;

/**
 * Has the pages of members follow their cpuset's memory nodes, where {@code memory_migrate} is on.
 * As in the kernel, only what is on the nodes of before is moved. Thread-safe.
 */
final class PageMoves {
  private final @Nullable PageMigration migration;
  private final Refusals refusals = new Refusals();

  /**
   * Nothing was moved yet.
   *
   * @param migration null if the host cannot move pages
   */
  PageMoves(@Nullable PageMigration migration) {
    this.migration = migration;
  }

  /** Whether there is a host that can move pages. */
  boolean isPossible() {
    return migration != null;
  }

  /** The members whose pages the host refused to move. */
  Refusals refusals() {
    return refusals;
  }

  /** The nodes of a cpuset are others now. */
  void moveMembers(Cpuset css, IndexSet from, IndexSet to) {
    if (isDue(css, from, to)) {
      css.container().tasks().forEach(task -> move(task, from, to));
    }
  }

  /** A task has come into a cpuset. */
  void move(Cpuset css, Task task, IndexSet from, IndexSet to) {
    if (isDue(css, from, to)) {
      move(task, from, to);
    }
  }

  private boolean isDue(Cpuset css, IndexSet from, IndexSet to) {
    return migration != null
        && css.settings().has(Flag.MEMORY_MIGRATE)
        && !from.isEmpty()
        && !to.isEmpty()
        && !from.equals(to);
  }

  private void move(Task task, IndexSet from, IndexSet to) {
    ContainerException refusal = null;
    try {
      if (migration != null) {
        var _ = migration.migrate(task.pid(), from, to);
      }
    } catch (ContainerException e) {
      refusal = e;
    }
    refusals.note(task, "keeps its pages on " + from, refusal);
  }
}
