package corral.subsys.cpuset;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.SubsystemState;
import corral.framework.api.host.IndexSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of one container ({@code struct cpuset}). Reads take no lock; what changes the settings
 * is called under the management lock.
 */
final class Cpuset extends SubsystemState {
  private final ContainerSubsystem<Cpuset> subsystem;
  private final @Nullable Cpuset parent;

  private final RateFilter pressure = new RateFilter();

  /** Written under the management lock, as a whole. */
  private volatile Settings settings;

  Cpuset(
      ContainerSubsystem<Cpuset> subsystem,
      Container container,
      @Nullable Cpuset parent,
      Settings settings) {
    super(container);
    this.subsystem = subsystem;
    this.parent = parent;
    this.settings = settings;
  }

  boolean isRoot() {
    return parent == null;
  }

  Cpuset root() {
    var css = this;
    while (css.parent != null) {
      css = css.parent;
    }
    return css;
  }

  Settings settings() {
    return settings;
  }

  /** How often its tasks have to free memory before they are given some. */
  RateFilter pressure() {
    return pressure;
  }

  /**
   * What its tasks can use now: of what it has, the part that is on line. If there is no such part
   * any more, they use what those of its parent can, until some of it is back.
   */
  IndexSet effective(Resource resource, IndexSet online) {
    var own = resource.of(settings);
    var usable = own.and(online);
    return usable.isEmpty() && !own.isEmpty() && parent != null
        ? parent.effective(resource, online)
        : usable;
  }

  /**
   * Gives the cpuset new settings, if they fit into the tree.
   *
   * @throws ContainerException as {@link Rules#validate} refuses them
   */
  void change(Settings trial) throws ContainerException {
    Rules.validate(settings, trial, surroundings());
    settings = trial;
  }

  /** What is to outlive the bundle: the root's CPUs and memory nodes are the machine's. */
  Settings toSave() {
    return isRoot() ? settings.withCpus(IndexSet.EMPTY).withMems(IndexSet.EMPTY) : settings;
  }

  /**
   * The counterpart of {@link #toSave}; the settings are known to fit. What is in scope now and was
   * not when they were saved is taken from the parent; by the root, from the machine.
   */
  void restore(SavedSettings saved, Scope scope) {
    var restored = scope.only(saved.settings());
    for (var resource : Resource.values()) {
      if (parent == null) {
        restored = resource.in(restored, resource.of(settings));
      } else if (scope.has(resource) && !saved.scope().has(resource)) {
        restored = resource.in(restored, resource.of(parent.settings));
      }
    }
    for (var flag : Flag.values()) {
      if (parent == null && scope.has(flag) && !saved.scope().has(flag)) {
        restored = restored.with(flag, settings.has(flag));
      }
    }
    settings = restored;
  }

  /** Takes the parent's CPUs and memory nodes, unless they could overlap an exclusive sibling. */
  void takeFromParent() {
    if (parent != null && siblings().values().stream().noneMatch(Settings::isExclusive)) {
      var taken = parent.settings;
      settings = settings.withCpus(taken.cpus()).withMems(taken.mems());
    }
  }

  private Rules.Surroundings surroundings() {
    return new Rules.Surroundings(
        parent == null ? null : parent.settings,
        siblings(),
        settingsByName(children()),
        container().taskCount() > 0);
  }

  private Map<String, Settings> siblings() {
    return parent == null
        ? Map.of()
        : settingsByName(parent.children().filter(sibling -> sibling != this));
  }

  private static Map<String, Settings> settingsByName(Stream<Cpuset> cpusets) {
    var byName = new TreeMap<String, Settings>();
    cpusets.forEach(css -> byName.put(css.container().name(), css.settings));
    return byName;
  }

  /** Does something with this cpuset and with all below, parents first. */
  void forEachDownwards(Consumer<Cpuset> action) {
    action.accept(this);
    children().forEach(child -> child.forEachDownwards(action));
  }

  private Stream<Cpuset> children() {
    return container().children().stream()
        .flatMap(child -> Stream.ofNullable(child.state(subsystem)));
  }
}
