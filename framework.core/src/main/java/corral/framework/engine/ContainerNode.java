package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import corral.framework.api.TaskGroup;
import corral.framework.api.stats.StateLedger.Tally;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A container in the tree of its hierarchy ({@code struct container}). Everything is read without a
 * lock and written under the management lock, unless said otherwise.
 */
final class ContainerNode implements Container {
  private static final CssGroup[] NO_GROUPS = {};
  private static final Comparator<Task> BY_PID = Comparator.comparingInt(Task::pid);

  private final Core core;
  private final long id;
  private final HierarchyRoot hierarchy;
  private final @Nullable ContainerNode parent;
  private final Ownership ownership;
  private final long createdMillis = System.currentTimeMillis();

  /** Whether a look for release is under way; written by any thread. */
  private final AtomicBoolean releaseCheck = new AtomicBoolean();

  private volatile String name;
  private volatile @Nullable SubsystemState[] states = new SubsystemState[0];
  private volatile @Nullable Map<String, ContainerNode> children;

  /** The groups that lead here; copied on write. */
  private volatile CssGroup[] groups = NO_GROUPS;

  private volatile boolean removed;
  private volatile boolean notifyOnRelease;
  private volatile boolean cloneChildren;
  private volatile boolean autoDelete;

  /** What subsystems saved on leaving, by their name; for the holder of the management lock. */
  private @Nullable Map<String, Map<String, String>> saved;

  private ContainerNode(
      Core core,
      HierarchyRoot hierarchy,
      @Nullable ContainerNode parent,
      String name,
      Caller maker) {
    this.core = core;
    this.id = core.nextContainerId();
    this.hierarchy = hierarchy;
    this.parent = parent;
    this.name = name;
    this.ownership = new Ownership(maker);
  }

  static ContainerNode root(Core core, HierarchyRoot hierarchy, Caller maker) {
    return new ContainerNode(core, hierarchy, null, "", maker);
  }

  /** A container that is not in the tree yet, with the flags that it inherits. */
  ContainerNode newChild(String childName, Caller maker) {
    var child = new ContainerNode(core, hierarchy, this, childName, maker);
    child.notifyOnRelease = notifyOnRelease;
    child.cloneChildren = cloneChildren;
    return child;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String path() {
    if (parent == null) {
      return "/";
    }
    var names = new ArrayDeque<String>();
    for (ContainerNode node = this; node != null && node.parent != null; node = node.parent) {
      names.addFirst(node.name);
    }
    return "/" + String.join("/", names);
  }

  @Override
  public HierarchyRoot hierarchy() {
    return hierarchy;
  }

  @Override
  public @Nullable ContainerNode parent() {
    return parent;
  }

  @Override
  public List<Container> children() {
    return childNodes().map(Container.class::cast).toList();
  }

  Stream<ContainerNode> childNodes() {
    var known = children;
    return known == null
        ? Stream.empty()
        : known.values().stream().distinct().sorted(Comparator.comparing(ContainerNode::name));
  }

  @Nullable ContainerNode child(String childName) {
    var known = children;
    return known == null ? null : known.get(childName);
  }

  boolean hasChildren() {
    var known = children;
    return known != null && !known.isEmpty();
  }

  /**
   * This container and all below it, parents first. Without recursion: a tree is as deep as a path
   * can be long.
   */
  Stream<ContainerNode> subtree() {
    var found = new ArrayList<ContainerNode>();
    var ahead = new ArrayDeque<>(List.of(this));
    while (!ahead.isEmpty()) {
      var next = ahead.pop();
      found.add(next);
      next.childNodes().toList().reversed().forEach(ahead::push);
    }
    return found.stream();
  }

  /** Whether this container is the other one or below it. */
  boolean isWithin(ContainerNode top) {
    for (var node = this; node != null; node = node.parent) {
      if (node == top) {
        return true;
      }
    }
    return false;
  }

  /** The nearest container that holds both this one and another of the same hierarchy. */
  ContainerNode nearestCommon(ContainerNode other) {
    var common = this;
    while (!other.isWithin(common)) {
      common = Objects.requireNonNull(common.parent, "the root holds every container");
    }
    return common;
  }

  void addChild(ContainerNode child) {
    var known = children;
    if (known == null) {
      known = new ConcurrentHashMap<>(4);
      children = known;
    }
    known.put(child.name, child);
  }

  void removeChild(ContainerNode child) {
    var known = children;
    if (known != null) {
      known.remove(child.name, child);
    }
  }

  /** Both names lead here for a moment, so that the container is never missing. */
  void renameChild(ContainerNode child, String newName) {
    var known = children;
    if (known != null) {
      String oldName = child.name;
      known.put(newName, child);
      child.name = newName;
      known.remove(oldName, child);
    }
  }

  @Override
  public List<Task> tasks() {
    return core.consistently(this::listTasks);
  }

  private List<Task> listTasks() {
    var tasks = members();
    tasks.sort(BY_PID);
    return Collections.unmodifiableList(tasks);
  }

  /** The tasks in any order; to be read {@link Core#consistently}. */
  List<TaskEntry> members() {
    var list = new ArrayList<TaskEntry>(taskCount());
    for (var group : groups) {
      group.members.forEach(
          task -> {
            if (task.group == group) {
              list.add(task);
            }
          });
    }
    return list;
  }

  @Override
  public int taskCount() {
    int count = 0;
    for (var group : groups) {
      count += group.members.count();
    }
    return count;
  }

  /** Whether there is a task in it or below. */
  boolean isPopulated() {
    return core.consistently(this::hasTasks);
  }

  private boolean hasTasks() {
    var ahead = new ArrayDeque<>(List.of(this));
    while (!ahead.isEmpty()) {
      var next = ahead.pop();
      if (next.taskCount() > 0) {
        return true;
      }
      next.childNodes().forEach(ahead::push);
    }
    return false;
  }

  @Override
  public List<TaskGroup> taskGroups() {
    return Stream.of(groups).map(CssGroup::look).toList();
  }

  /** What the tasks that are directly here were seen to do. */
  Tally tally() {
    var seen = StateSums.Page.EMPTY;
    int members = 0;
    for (var group : groups) {
      members += group.members.count();
      seen = seen.plus(group.sums.page());
    }
    return new Tally(seen.tasks(), seen.threads(), Math.max(0, members - seen.tasks().total()));
  }

  CssGroup[] groups() {
    return groups;
  }

  @Override
  public int references() {
    return Stream.of(states).filter(Objects::nonNull).mapToInt(SubsystemState::references).sum();
  }

  @Override
  public boolean isReleasable() {
    return parent != null && isUnused();
  }

  /** The task that a caller is; null if it is none that is known. */
  @Nullable Task task(Caller caller) {
    return core.tasks.get(caller.pid());
  }

  void addGroup(CssGroup group) {
    var more = Arrays.copyOf(groups, groups.length + 1);
    more[groups.length] = group;
    groups = more;
  }

  void removeGroup(CssGroup group) {
    groups = Stream.of(groups).filter(g -> g != group).toArray(CssGroup[]::new);
  }

  @Override
  @SuppressWarnings("unchecked") // a subsystem's state is what its create returned
  public <S extends SubsystemState> @Nullable S state(ContainerSubsystem<S> subsystem) {
    for (var registration : core.subsystems()) {
      if (registration.subsystem() == subsystem) {
        return (S) state(registration.id());
      }
    }
    return null;
  }

  @Nullable SubsystemState state(int subsystemId) {
    var known = states;
    return subsystemId < known.length ? known[subsystemId] : null;
  }

  /** The state in a subsystem that is bound to this hierarchy. */
  SubsystemState state(Registration subsystem) {
    return Objects.requireNonNull(state(subsystem.id()), "a bound subsystem has a state here");
  }

  void state(int subsystemId, @Nullable SubsystemState css) {
    @Nullable SubsystemState[] more =
        Arrays.copyOf(states, Math.max(states.length, subsystemId + 1));
    more[subsystemId] = css;
    states = more;
  }

  @Override
  public boolean isRemoved() {
    return removed;
  }

  void setRemoved() {
    removed = true;
  }

  @Override
  public boolean notifyOnRelease() {
    return notifyOnRelease;
  }

  void notifyOnRelease(boolean on) {
    notifyOnRelease = on;
  }

  @Override
  public boolean cloneChildren() {
    return cloneChildren;
  }

  void cloneChildren(boolean on) {
    cloneChildren = on;
  }

  boolean autoDelete() {
    return autoDelete;
  }

  void autoDelete(boolean on) {
    autoDelete = on;
  }

  /** Cheap enough for the exit of each task: asks for a look only where one can have an effect. */
  @Override
  public void checkForRelease() {
    if ((notifyOnRelease || autoDelete) && releaseCheck.compareAndSet(false, true)) {
      core.releaseQueue.add(this);
    }
  }

  /** From now on a further look can be asked for. */
  void beginReleaseCheck() {
    releaseCheck.set(false);
  }

  /** Nothing is in it and nobody holds it. Exact under the management lock for a while only. */
  boolean isUnused() {
    return !removed && !hasChildren() && taskCount() == 0 && references() == 0;
  }

  @Override
  public long id() {
    return id;
  }

  /** Whose its directory and files are. */
  Ownership ownership() {
    return ownership;
  }

  long createdMillis() {
    return createdMillis;
  }

  void save(String subsystem, Map<String, String> values) {
    if (saved == null) {
      saved = new HashMap<>();
    }
    saved.put(subsystem, values);
  }

  /** What the subsystem saved; empty if it saved nothing. */
  Map<String, String> saved(String subsystem) {
    return saved == null ? Map.of() : saved.getOrDefault(subsystem, Map.of());
  }

  void forgetSaved(String subsystem) {
    if (saved != null) {
      saved.remove(subsystem);
    }
  }

  @Override
  public String toString() {
    return hierarchy.id() + ":" + path();
  }
}
