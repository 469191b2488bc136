package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.StateCounts;
import corral.framework.api.Task;
import corral.framework.api.admin.Entry;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.admin.SubsystemReport.State;
import corral.framework.api.stats.StateLedger;
import corral.framework.engine.Model.Dir;
import corral.framework.engine.Model.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compares an engine, as anybody can see it through its api, with a {@link Model}. */
final class Agreement {
  private final World world;
  private final Engine engine;
  private final Model model;

  Agreement(World world, Model model) {
    this.world = world;
    this.engine = world.engine;
    this.model = model;
  }

  void check() throws ContainerException {
    checkMounts();
    checkTasks();
    checkReports();
    checkTree(engine.hierarchies(), model);
  }

  private void checkMounts() {
    var seen = new TreeMap<String, Object>();
    for (var mount : engine.mounts()) {
      seen.put(mount.path(), new HashSet<>(((HierarchyRoot) mount.hierarchy()).members()));
    }
    var expected = new TreeMap<String, Object>();
    model.mounts.forEach((path, tree) -> expected.put(path, tree.members));
    assertEquals(expected, seen, "mounts and their subsystems");
    assertEquals(model.trees.size(), engine.hierarchies().size(), "active hierarchies");
  }

  private void checkTasks() {
    var seen = new TreeMap<Integer, Long>();
    engine.tasks().forEach(task -> seen.put(task.pid(), task.startTimeNanos()));
    var expected = new TreeMap<Integer, Long>();
    model.jobs.values().forEach(job -> expected.put(job.pid, job.start));
    assertEquals(expected, seen, "live tasks");
  }

  private void checkReports() {
    var seen = new HashMap<String, State>();
    for (var report : engine.subsystems()) {
      seen.put(report.name(), report.state());
    }
    var expected = new HashMap<String, State>();
    model.trees.forEach(tree -> tree.members.forEach(name -> expected.put(name, State.AWAITED)));
    model.registered.forEach((name, tree) -> expected.put(name, state(name, tree)));
    assertEquals(expected, seen, "how the subsystems stand");
  }

  private State state(String name, Tree tree) {
    if (model.misplaced.contains(name)) {
      return SubsystemReport.State.REFUSED;
    }
    return tree == model.zero ? State.UNBOUND : State.BOUND;
  }

  private void checkTree(Iterable<? extends corral.framework.api.Hierarchy> seen, Model expected)
      throws ContainerException {
    int i = 0;
    for (var hierarchy : seen) {
      checkDir(hierarchy.root(), expected.trees.get(i++).root);
    }
    checkDir(world.core.hierarchyZero().rootNode(), expected.zero.root);
  }

  private void checkDir(Container container, Dir dir) throws ContainerException {
    String where = dir.tree.members + ":" + dir.path();
    assertEquals(dir.path(), container.path(), where);
    assertEquals(dir.notify, container.notifyOnRelease(), "notify_on_release of " + where);
    assertEquals(
        model.tasks(dir), container.tasks().stream().map(Task::pid).toList(), "tasks of " + where);
    checkTally(container, dir, where);
    checkStates(container, dir, where);
    var children = container.children();
    assertEquals(
        dir.children.keySet().stream().toList(),
        children.stream().map(Container::name).toList(),
        "containers in " + where);
    for (var child : children) {
      checkDir(child, Objects.requireNonNull(dir.children.get(child.name())));
    }
  }

  /** What the engine adds up, without a walk, is what the model's tasks do. */
  private void checkTally(Container container, Dir dir, String where) {
    var tasks = StateCounts.NONE;
    var threads = StateCounts.NONE;
    int unseen = 0;
    for (int pid : model.tasks(dir)) {
      var seen = model.job(pid).threads;
      if (seen.total() == 0) {
        unseen++;
      } else {
        tasks = tasks.plus(seen.foremost(), 1);
        threads = threads.plus(seen);
      }
    }
    assertEquals(
        new StateLedger.Tally(tasks, threads, unseen),
        engine.tally(container),
        "states in " + where);
  }

  private void checkStates(Container container, Dir dir, String where) {
    var levels = new TreeMap<String, Long>();
    var references = new TreeMap<String, Integer>();
    for (Map.Entry<String, FaultySubsystem> subsystem : world.subsystems.entrySet()) {
      var css = container.state(subsystem.getValue());
      if (css != null) {
        levels.put(subsystem.getKey(), css.level);
        if (css.references() > 0) {
          references.put(subsystem.getKey(), css.references());
        }
      }
    }
    assertEquals(dir.levels, levels, "what the subsystems keep for " + where);
    assertEquals(dir.references, references, "references to " + where);
  }

  /** The names in one directory, files included, and the report on one task. */
  void checkNames(String path) throws ContainerException {
    var dir = model.dir(path);
    if (dir != null) {
      var names = engine.list(path).stream().map(Entry::path).map(Model::name).toList();
      var expected = new ArrayList<String>();
      Stream.of(model.files(dir), dir.children.keySet()).forEach(expected::addAll);
      assertEquals(expected.stream().sorted().toList(), names, "names in " + path);
    }
  }
}
