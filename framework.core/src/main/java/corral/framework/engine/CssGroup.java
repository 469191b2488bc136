package corral.framework.engine;

import corral.framework.api.SubsystemState;
import corral.framework.api.TaskGroup;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks with the same memberships share ({@code struct css_group}): their container in
 * each hierarchy and their state in each subsystem. Immutable but for its members; groups are found
 * by hash in a {@link GroupTable}, and a change of structure makes new ones.
 */
final class CssGroup {
  /** The container in each hierarchy, by hierarchy index. */
  private final @Nullable ContainerNode[] containers;

  /** The state in each subsystem, by subsystem id. */
  private final @Nullable SubsystemState[] states;

  /** The subsystems in the order of their registration; shared by all groups of one time. */
  final List<Registration> subsystems;

  /** What is remembered for subsystems that have left; as {@link #subsystems}. */
  final List<Absence> absences;

  final Members members = new Members();
  final StateSums sums = new StateSums();
  final long id;
  final int hash;

  /**
   * The next group in the same bucket of the {@link GroupTable}; guarded by the management lock.
   */
  @Nullable CssGroup nextInBucket;

  CssGroup(
      long id,
      @Nullable ContainerNode[] containers,
      int hash,
      List<Registration> subsystems,
      List<Absence> absences) {
    this.id = id;
    this.containers = containers;
    this.hash = hash;
    this.subsystems = subsystems;
    this.absences = absences;
    this.states = new SubsystemState[Registration.slots(subsystems)];
    for (var subsystem : subsystems) {
      states[subsystem.id()] = container(subsystem.hierarchy()).state(subsystem.id());
    }
  }

  /** The group as others see it. */
  TaskGroup look() {
    return new TaskGroup(id, members.count());
  }

  /** The task's state in a subsystem; null if there is no such subsystem. */
  @Nullable SubsystemState state(int subsystemId) {
    return subsystemId >= 0 && subsystemId < states.length ? states[subsystemId] : null;
  }

  /** As {@link #state}, for a subsystem that is known to be there. */
  SubsystemState state(Registration subsystem) {
    return Objects.requireNonNull(
        states[subsystem.id()], "a registered subsystem has a state in every group");
  }

  /**
   * The container in an active hierarchy. It is the root in one that came after this group was
   * made, where everybody goes first.
   */
  ContainerNode container(HierarchyRoot hierarchy) {
    var container = containerOrNull(hierarchy.index());
    return container != null && container.hierarchy() == hierarchy
        ? container
        : hierarchy.rootNode();
  }

  /** How many hierarchy indices the group covers; some may be unused. */
  int width() {
    return containers.length;
  }

  /** As {@link #container}, by the hierarchy's index; null for an unused one. */
  @Nullable ContainerNode containerOrNull(int hierarchyIndex) {
    return hierarchyIndex < containers.length ? containers[hierarchyIndex] : null;
  }
}
