package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.Mount;
import corral.framework.api.event.ContainerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which hierarchies there are and where each is seen. Changes are made under the management lock;
 * the list of mounts may be read by anybody.
 */
final class Mounts {
  private static final AbsolutePath PROC = new AbsolutePath(List.of("proc"), false);

  /** A place where a hierarchy is seen. */
  record View(AbsolutePath path, HierarchyRoot hierarchy, boolean onHost) {
    Mount mount() {
      var options = hierarchy.options() + (onHost ? "" : ",nofuse");
      return new Mount(path.toString(), hierarchy, options, onHost);
    }
  }

  private final Core core;
  private final Membership membership;
  private final Binder binder;
  private final CoreFiles coreFiles;

  /** The views in the order of mounting; replaced as a whole, under the management lock. */
  private volatile List<View> views = List.of();

  /** Where the reports of {@code /proc} are seen, too; replaced as {@link #views} is. */
  private volatile List<AbsolutePath> reportViews = List.of();

  /** Guarded by the management lock. */
  private int lastHierarchyId;

  Mounts(Core core, Membership membership, Binder binder, CoreFiles coreFiles) {
    this.core = core;
    this.membership = membership;
    this.binder = binder;
    this.coreFiles = coreFiles;
  }

  List<View> views() {
    return views;
  }

  List<AbsolutePath> reportViews() {
    return reportViews;
  }

  /** Where a hierarchy is mounted. */
  List<String> pathsOf(HierarchyRoot hierarchy) {
    return views.stream()
        .filter(view -> view.hierarchy() == hierarchy)
        .map(view -> view.path().toString())
        .toList();
  }

  /** The view that a path is in, and where in it; null if it is in none. */
  @Nullable View covering(AbsolutePath path) {
    for (var view : views) {
      if (path.startsWith(view.path())) {
        return view;
      }
    }
    return null;
  }

  /**
   * Makes a view of an active hierarchy that fits, or of a new one.
   *
   * @throws ContainerException as {@code ContainerAdmin.mount} says
   */
  View mount(MountOptions options, AbsolutePath path, Caller maker) throws ContainerException {
    checkFree(path);
    var wanted = wanted(options);
    var hierarchy = active(options, wanted);
    if (hierarchy == null) {
      hierarchy = activate(options, wanted, maker);
    }
    var view = new View(path, hierarchy, options.onHost());
    views = Stream.concat(views.stream(), Stream.of(view)).toList();
    int id = hierarchy.id();
    core.announcements.announce(() -> new ContainerEvent.Mounted(id, path.toString()));
    return view;
  }

  /**
   * Shows the reports in one more place.
   *
   * @throws ContainerException EBUSY
   */
  void mountReports(AbsolutePath path) throws ContainerException {
    checkFree(path);
    reportViews = Stream.concat(reportViews.stream(), Stream.of(path)).toList();
    core.announcements.announce(() -> new ContainerEvent.Mounted(0, path.toString()));
  }

  /** False if there are no reports at this place. */
  private boolean unmountReports(AbsolutePath path) {
    var rest = reportViews.stream().filter(view -> !view.names().equals(path.names())).toList();
    if (rest.size() == reportViews.size()) {
      return false;
    }
    reportViews = rest;
    core.announcements.announce(() -> new ContainerEvent.Unmounted(0, path.toString()));
    return true;
  }

  private void checkFree(AbsolutePath path) throws ContainerException {
    for (var view : reportViews) {
      if (path.startsWith(view) || view.startsWith(path)) {
        throw new ContainerException(
            Errno.EBUSY, path.toString(), "the reports of /proc are mounted at " + view);
      }
    }
    for (var view : views) {
      if (path.startsWith(view.path()) || view.path().startsWith(path)) {
        throw new ContainerException(
            Errno.EBUSY, path.toString(), "a hierarchy is mounted at " + view.path());
      }
    }
    if (path.startsWith(PROC) || PROC.startsWith(path)) {
      throw new ContainerException(Errno.EBUSY, path.toString(), "not a place for a mount");
    }
  }

  private Set<String> wanted(MountOptions options) throws ContainerException {
    if (options.all()) {
      var all = new TreeSet<String>();
      core.subsystems().forEach(subsystem -> all.add(subsystem.name()));
      core.hierarchies().forEach(hierarchy -> all.addAll(hierarchy.awaited()));
      if (all.isEmpty()) {
        throw new ContainerException(Errno.ENOENT, "all", "there is no subsystem");
      }
      return all;
    }
    for (var name : options.subsystems()) {
      if (core.subsystem(name) == null && core.absence(name) == null) {
        throw new ContainerException(Errno.ENOENT, name, "no such subsystem");
      }
    }
    return options.subsystems();
  }

  /** The active hierarchy that is meant; null if there is none and a new one can be made. */
  private @Nullable HierarchyRoot active(MountOptions options, Set<String> wanted)
      throws ContainerException {
    for (var hierarchy : core.hierarchies().subList(1, core.hierarchies().size())) {
      var members = hierarchy.members();
      boolean sameName = !options.name().isEmpty() && options.name().equals(hierarchy.name());
      boolean sameSet = !wanted.isEmpty() && wanted.equals(members);
      if (sameName ? wanted.isEmpty() || sameSet : sameSet && options.name().isEmpty()) {
        return hierarchy;
      }
      if (sameName) {
        throw new ContainerException(
            Errno.EBUSY, options.name(), "the hierarchy of this name has other subsystems");
      }
      for (var name : wanted) {
        if (members.contains(name)) {
          throw new ContainerException(
              Errno.EBUSY, name, "in the hierarchy of " + String.join(",", members));
        }
      }
    }
    return null;
  }

  private HierarchyRoot activate(MountOptions options, Set<String> wanted, Caller maker)
      throws ContainerException {
    if (wanted.isEmpty() && !options.none()) {
      throw new ContainerException(
          Errno.EINVAL, options.name(), "no hierarchy has this name; 'none' would make one");
    }
    int most = core.limits.hierarchies();
    if (core.hierarchies().size() > most) {
      throw new ContainerException(Errno.ENOSPC, "there are " + most + " hierarchies already");
    }
    var bound = core.subsystems().stream().filter(s -> wanted.contains(s.name())).toList();
    var files = coreFiles.table(bound, options.noPrefix());
    var hierarchy =
        new HierarchyRoot(
            core,
            ++lastHierarchyId,
            freeIndex(),
            options.name(),
            options.noPrefix(),
            coreFiles.table(List.of(), options.noPrefix()),
            maker);
    hierarchy.releaseAgent(CoreFiles.agent(options.releaseAgent()));
    core.hierarchies(append(core.hierarchies(), hierarchy));
    bound.forEach(subsystem -> binder.moveRoot(subsystem, hierarchy, files));
    membership.regroup((_, _, _) -> {});
    core.announcements.announce(
        () -> new ContainerEvent.Activated(hierarchy.id(), hierarchy.name()));
    bound.forEach(binder::announceBound);
    return hierarchy;
  }

  private int freeIndex() {
    return IntStream.rangeClosed(1, core.limits.hierarchies())
        .filter(index -> core.hierarchies().stream().noneMatch(h -> h.index() == index))
        .findFirst()
        .orElseThrow();
  }

  private static List<HierarchyRoot> append(List<HierarchyRoot> all, HierarchyRoot one) {
    var more = new ArrayList<>(all);
    more.add(one);
    return more;
  }

  /**
   * Takes a view away, and with the last one the hierarchy, unless there are containers in it.
   *
   * @throws ContainerException EINVAL if nothing is mounted there, EBUSY if the hierarchy would
   *     stay and have nothing by which it could be mounted again
   */
  void unmount(AbsolutePath path) throws ContainerException {
    if (unmountReports(path)) {
      return;
    }
    var view =
        views.stream()
            .filter(v -> v.path().names().equals(path.names()))
            .findFirst()
            .orElseThrow(
                () -> new ContainerException(Errno.EINVAL, path.toString(), "not mounted"));
    var hierarchy = view.hierarchy();
    boolean last = pathsOf(hierarchy).size() == 1;
    boolean stays = hierarchy.rootNode().hasChildren();
    if (last && stays && hierarchy.name().isEmpty() && hierarchy.members().isEmpty()) {
      throw lost(path.toString());
    }
    views = views.stream().filter(other -> other != view).toList();
    core.announcements.announce(
        () -> new ContainerEvent.Unmounted(hierarchy.id(), view.path().toString()));
    if (last && !stays) {
      deactivate(hierarchy);
    }
  }

  /**
   * Makes sure that a hierarchy can still be found when this subsystem does not belong there.
   *
   * @throws ContainerException EBUSY if it is mounted nowhere and has nothing else to be found by
   */
  void checkCanSpare(String subsystem) throws ContainerException {
    for (var hierarchy : core.hierarchies().subList(1, core.hierarchies().size())) {
      if (hierarchy.members().equals(Set.of(subsystem))
          && hierarchy.name().isEmpty()
          && pathsOf(hierarchy).isEmpty()) {
        throw lost(subsystem);
      }
    }
  }

  private static ContainerException lost(String subject) {
    return new ContainerException(
        Errno.EBUSY,
        subject,
        "its hierarchy has containers, but would have no mount, no subsystem and no name to find"
            + " it");
  }

  private void deactivate(HierarchyRoot hierarchy) {
    var zero = core.hierarchyZero();
    var bound = hierarchy.bound();
    for (var subsystem : bound) {
      binder.moveRoot(subsystem, zero, FileTable.EMPTY);
    }
    for (var name : hierarchy.awaited()) {
      zero.rootNode().save(name, hierarchy.rootNode().saved(name));
    }
    core.hierarchies(core.hierarchies().stream().filter(h -> h != hierarchy).toList());
    membership.regroup((_, _, _) -> {});
    hierarchy.rootNode().setRemoved();
    bound.forEach(subsystem -> binder.announceUnbound(subsystem, hierarchy));
    core.announcements.announce(
        () -> new ContainerEvent.Deactivated(hierarchy.id(), hierarchy.name()));
  }

  /** The subsystems that some hierarchy waits for. */
  Map<String, HierarchyRoot> awaited() {
    var awaited = new TreeMap<String, HierarchyRoot>();
    for (var hierarchy : core.hierarchies()) {
      hierarchy.awaited().forEach(name -> awaited.put(name, hierarchy));
    }
    return awaited;
  }
}
