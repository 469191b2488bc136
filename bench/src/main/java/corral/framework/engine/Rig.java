package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.StateCounts;
import corral.framework.api.Task;
import corral.framework.api.host.TaskStream;
import corral.framework.api.stats.StateLedger.Sighting;
import corral.framework.api.stats.StateLedger.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An engine with two hierarchies, {@code /a} and {@code /b}, with a container {@code x} in each,
 * and one task, small enough to be made anew for every try of a race.
 */
final class Rig {
  static final int PARENT = 1;
  static final int CHILD = 2;
  static final int GRANDCHILD = 3;
  static final String SOUND = "sound";
  private static final Caller ROOT = new Caller(0, 0, 0);

  /** A task that is in no table. */
  private static final int PROBE = 0;

  final Engine engine = new Engine(Limits.DEFAULT);
  private final FewProcesses host = new FewProcesses();
  private final TaskStream stream;

  /** With these subsystems in the first hierarchy. */
  Rig(Witness... witnesses) {
    List.of(witnesses).forEach(engine::addSubsystem);
    try {
      host.begin(PARENT, PARENT);
      stream = engine.open(host, List.of(host.look(PARENT).orElseThrow()));
      engine.mount(witnesses.length == 0 ? "none,name=a" : "all", "/a", ROOT);
      engine.mount("none,name=b", "/b", ROOT);
      engine.makeContainer("/a/x", ROOT);
      engine.makeContainer("/b/x", ROOT);
    } catch (ContainerException e) {
      throw new IllegalStateException(e);
    }
  }

  void fork(int parentPid, int pid) {
    host.begin(pid, parentPid);
    stream.fork(parentPid, pid, FewProcesses.started(pid));
  }

  void exit(int pid) {
    host.end(pid);
    stream.exit(pid, null);
  }

  /** Somebody has looked what a task does, if there is such a one. */
  void see(int pid, StateCounts threads) {
    engine.task(pid).ifPresent(task -> engine.enter(List.of(new Sighting(task, threads))));
  }

  /** Mounts one hierarchy more, without subsystems. */
  void mount(String path) {
    attempt(Errno.EBUSY, () -> engine.mount("none,name=" + path.substring(1), path, ROOT));
  }

  /** Binds a subsystem to the first hierarchy. */
  void bind(String subsystem) {
    attempt(Errno.EBUSY, () -> engine.bind(subsystem, "/a", ROOT));
  }

  /** Takes a subsystem out of its hierarchy. */
  void unbind(String subsystem) {
    attempt(Errno.EBUSY, () -> engine.unbind(subsystem, ROOT));
  }

  /** Moves a task, if there is such a one. */
  void attach(int pid, String path) {
    attempt(Errno.ESRCH, () -> engine.attach(pid, path, ROOT));
  }

  /** Returns false if the container is in use. */
  boolean remove(String path) {
    return attempt(Errno.EBUSY, () -> engine.removeContainer(path, ROOT));
  }

  /** Lets a subsystem go; the first hierarchy waits for its return. */
  Rig without(Witness witness) {
    engine.removeSubsystem(witness);
    return this;
  }

  TaskEntry task(int pid) {
    return (TaskEntry) engine.task(pid).orElseThrow();
  }

  ContainerNode container(String path) {
    try {
      return (ContainerNode) engine.container(path);
    } catch (ContainerException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The path of a task in each hierarchy, such as {@code "/x /"}. */
  String placeOf(int pid) {
    return engine
        .task(pid)
        .map(
            task -> task.container(hierarchy(0)).path() + " " + task.container(hierarchy(1)).path())
        .orElse("gone");
  }

  /**
   * {@link #SOUND} if counts and sums equal lists and each task is in one place of each hierarchy.
   */
  String condition() {
    var live = live();
    for (int h = 0; h < engine.hierarchies().size(); h++) {
      var listed = new ArrayList<Task>();
      for (var container : hierarchy(h).rootNode().subtree().toList()) {
        var tasks = container.tasks();
        if (tasks.size() != container.taskCount()) {
          return container + " counts " + container.taskCount() + " and lists " + tasks;
        }
        for (var task : tasks) {
          if (task.container(hierarchy(h)) != container) {
            return task + " is listed in " + container + " and is elsewhere";
          }
        }
        if (!container.tally().equals(tally(tasks))) {
          return container + " adds up " + container.tally() + ", its tasks are " + tally(tasks);
        }
        listed.addAll(tasks);
      }
      if (listed.size() != live.size() || !listed.containsAll(live)) {
        return "listed " + listed + ", live " + live;
      }
    }
    return live.stream().allMatch(Rig::isInOpenGroup) ? SOUND : "in a closed group";
  }

  private List<Task> live() {
    return IntStream.range(0, FewProcesses.MOST)
        .mapToObj(engine::task)
        .flatMap(Optional::stream)
        .toList();
  }

  /** What they were seen to do, by a walk. */
  private static Tally tally(List<Task> tasks) {
    var sums = new StateSums();
    int unseen = 0;
    for (var task : tasks) {
      var seen = ((TaskEntry) task).seen;
      sums.add(seen);
      unseen += seen == null ? 1 : 0;
    }
    return new Tally(sums.page().tasks(), sums.page().threads(), unseen);
  }

  /** Leaves the group with one task more. */
  private static boolean isInOpenGroup(Task task) {
    var group = ((TaskEntry) task).group;
    return group.members.add(new TaskEntry(PROBE, PROBE, 0, group));
  }

  private HierarchyRoot hierarchy(int number) {
    return (HierarchyRoot) engine.hierarchies().get(number);
  }

  private interface Attempt {
    void make() throws ContainerException;
  }

  private static boolean attempt(Errno refusal, Attempt attempt) {
    try {
      attempt.make();
      return true;
    } catch (ContainerException e) {
      if (e.errno() != refusal) {
        throw new IllegalStateException(e);
      }
      return false;
    }
  }
}
