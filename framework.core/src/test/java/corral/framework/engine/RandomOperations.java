package corral.framework.engine;

import corral.framework.api.Errno;
import corral.framework.api.StateCounts;
import corral.framework.api.TaskState;
import corral.framework.engine.Model.Dir;
import corral.framework.engine.ModelRun.Step;
import corral.framework.engine.StructureOperations.Agent;
import corral.framework.engine.StructureOperations.Mkdir;
import corral.framework.engine.StructureOperations.Mount;
import corral.framework.engine.StructureOperations.Notify;
import corral.framework.engine.StructureOperations.Rename;
import corral.framework.engine.StructureOperations.Rmdir;
import corral.framework.engine.StructureOperations.Unmount;
import corral.framework.engine.SubsystemOperations.Bind;
import corral.framework.engine.SubsystemOperations.Get;
import corral.framework.engine.SubsystemOperations.Put;
import corral.framework.engine.SubsystemOperations.SetLevel;
import corral.framework.engine.SubsystemOperations.Start;
import corral.framework.engine.SubsystemOperations.Stop;
import corral.framework.engine.SubsystemOperations.Unbind;
import corral.framework.engine.TaskOperations.Attach;
import corral.framework.engine.TaskOperations.Clone;
import corral.framework.engine.TaskOperations.Exit;
import corral.framework.engine.TaskOperations.Fork;
import corral.framework.engine.TaskOperations.See;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Draws operations that fit a model more often than not. The same seed draws the same. */
final class RandomOperations {
  private static final List<String> MOUNT_POINTS = List.of("/m0", "/m1", "/m2", "/m3", "/m4");
  private static final List<String> HIERARCHY_NAMES = List.of("jobs", "users");
  private static final List<String> AGENTS = List.of("", "/sbin/one", "/sbin/two");
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  /** Names that are taken by files here and there, or cannot be names. */
  private static final List<String> ODD_NAMES =
      List.of("tasks", "red.level", "level", "a\nb", "x".repeat(256), "node_3");

  /** What only a test refuses with, so that it is not taken for another refusal. */
  private static final List<Errno> ERRNOS =
      List.of(Errno.EPERM, Errno.EXDEV, Errno.EROFS, Errno.EMFILE, Errno.EAGAIN);

  private static final int MANY_TASKS = 30;

  /** The pids of the tasks are from 1 to this. */
  static final int MANY_PIDS = 60;

  private static final int MANY_DIRS = 40;
  private static final int DEEPEST = 4;

  private record Choice(int weight, Supplier<Operation> draw) {}

  private final List<Choice> choices =
      List.of(
          new Choice(6, this::mount),
          new Choice(3, () -> new Unmount(pick(MOUNT_POINTS))),
          new Choice(18, this::mkdir),
          new Choice(14, () -> new Rmdir(path())),
          new Choice(4, this::rename),
          new Choice(30, () -> new Attach(pid(), path())),
          new Choice(40, this::forkOrExit),
          new Choice(20, () -> new See(pid(), threads())),
          new Choice(5, () -> new Clone(pid(), subsystem(), chance(1, 2))),
          new Choice(5, () -> new Get(path(), subsystem())),
          new Choice(7, this::put),
          new Choice(8, this::setLevel),
          new Choice(5, () -> new Notify(path(), chance(3, 4))),
          new Choice(2, () -> new Agent(pick(MOUNT_POINTS), pick(AGENTS))),
          new Choice(4, () -> new Start(subsystem(), chance(5, 6))),
          new Choice(2, () -> new Stop(subsystem())),
          new Choice(3, () -> new Bind(subsystem(), path())),
          new Choice(2, () -> new Unbind(subsystem())));

  private final Model model;
  private final Random random;
  private long clock;

  RandomOperations(Model model, long seed) {
    this.model = model;
    this.random = new Random(seed);
  }

  Step next() {
    var operation = operation();
    boolean canFail = !operation.callbacks().isEmpty() && !model.registered.isEmpty();
    return new Step(operation, canFail && chance(1, 5) ? fault(operation) : null);
  }

  private Operation operation() {
    int left = random.nextInt(choices.stream().mapToInt(Choice::weight).sum());
    for (var choice : choices) {
      left -= choice.weight();
      if (left < 0) {
        return choice.draw().get();
      }
    }
    throw new IllegalStateException("the weights have changed");
  }

  private Fault fault(Operation operation) {
    var callback = pick(List.of(Callback.values()));
    while (!operation.callbacks().contains(callback)) {
      callback = pick(List.of(Callback.values()));
    }
    return new Fault(
        operation instanceof Start(var subsystem, _) ? subsystem : pick(model.registered.keySet()),
        callback,
        random.nextInt(chance(1, 2) ? 1 : 6),
        callback.refuses && chance(3, 4) ? pick(ERRNOS) : null);
  }

  private Operation mount() {
    var subsystems = new ArrayList<String>();
    for (int i = random.nextInt(5); i > 0; i--) {
      var subsystem = subsystem();
      if (!subsystems.contains(subsystem)) {
        subsystems.add(subsystem);
      }
    }
    if (!model.trees.isEmpty() && chance(1, 4)) {
      subsystems = new ArrayList<>(pick(model.trees).members);
    }
    return new Mount(
        pick(MOUNT_POINTS),
        subsystems,
        chance(1, 15),
        subsystems.isEmpty() ? chance(2, 3) : chance(1, 30),
        chance(1, 3),
        chance(1, subsystems.isEmpty() ? 2 : 3) ? pick(HIERARCHY_NAMES) : "",
        pick(AGENTS));
  }

  private Operation mkdir() {
    int dirs = model.trees.stream().mapToInt(tree -> tree.root.subtree().size()).sum();
    return dirs < MANY_DIRS ? new Mkdir(newPath()) : new Rmdir(path());
  }

  private Operation rename() {
    String from = path();
    String parent = chance(7, 8) ? Model.parent(from) : path();
    return new Rename(from, (parent.isEmpty() ? from : parent) + "/" + name());
  }

  private Operation forkOrExit() {
    if (random.nextInt(MANY_TASKS) < model.jobs.size()) {
      return new Exit(pid());
    }
    return new Fork(pid(), 1 + random.nextInt(MANY_PIDS), ++clock * 1_000_000_000L);
  }

  /** One to four threads, each in a state of its own. */
  private StateCounts threads() {
    var threads = StateCounts.NONE;
    for (int i = random.nextInt(4); i >= 0; i--) {
      threads = threads.plus(pick(List.of(TaskState.values())), 1);
    }
    return threads;
  }

  /** Mostly of one that is held. */
  private Operation put() {
    for (var tree : model.trees) {
      for (var dir : tree.root.subtree()) {
        if (!dir.references.isEmpty() && chance(1, 2)) {
          return new Put(path(dir), pick(dir.references.keySet()));
        }
      }
    }
    return new Put(path(), subsystem());
  }

  private Operation setLevel() {
    var dir = model.dir(path());
    return dir == null || dir.levels.isEmpty()
        ? new SetLevel(path(), subsystem(), ++clock)
        : new SetLevel(path(dir), pick(dir.levels.keySet()), ++clock);
  }

  private String newPath() {
    var dir = model.dir(path());
    return (dir == null || path(dir).split("/", -1).length > DEEPEST + 1 ? path() : path(dir))
        + "/"
        + name();
  }

  private String name() {
    return pick(chance(1, 12) ? ODD_NAMES : NAMES);
  }

  /** Mostly of a container, sometimes of a file or of nothing. */
  private String path() {
    if (model.mounts.isEmpty() || chance(1, 20)) {
      return pick(MOUNT_POINTS) + "/" + name();
    }
    String mount = pick(model.mounts.keySet());
    var tree = model.mounts.get(mount);
    if (tree == null) {
      return mount;
    }
    var dir = pick(tree.root.subtree());
    return dir.parent == null ? mount : mount + dir.path();
  }

  private String path(Dir dir) {
    for (var mount : model.mounts.entrySet()) {
      if (mount.getValue() == dir.tree) {
        return dir.parent == null ? mount.getKey() : mount.getKey() + dir.path();
      }
    }
    return path();
  }

  private int pid() {
    return model.jobs.isEmpty() || chance(1, 30)
        ? 1 + random.nextInt(MANY_PIDS)
        : pick(model.jobs.keySet());
  }

  private String subsystem() {
    return pick(Model.SUBSYSTEMS.keySet());
  }

  private boolean chance(int times, int of) {
    return random.nextInt(of) < times;
  }

  private <T> T pick(Collection<T> some) {
    var list = some instanceof List<T> known ? known : List.copyOf(some);
    return list.get(random.nextInt(list.size()));
  }
}
