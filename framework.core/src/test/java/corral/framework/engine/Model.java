package corral.framework.engine;

import corral.framework.api.Errno;
import corral.framework.api.StateCounts;
import corral.framework.engine.Book.Telling;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the machine looks like after the operations so far, by the rules alone: trees of names, and
 * for each task a directory in every tree. Sequential, and without any of the engine's code.
 */
final class Model {
  static final Limits LIMITS = new Limits(4, 5);

  /** The subsystems that can come, each with its file; two of them have files of one name. */
  static final Map<String, String> SUBSYSTEMS =
      new TreeMap<>(
          Map.of(
              "red", "level", "green", "level", "blue", "depth", "white", "tasks", "black",
              "height", "grey", "width"));

  private static final Set<String> CORE_FILES =
      Set.of("tasks", "cgroup.procs", "notify_on_release", "cgroup.clone_children");

  private static final String ROOT_FILE = "release_agent";
  private static final String CHILD_FILE = "cgroup.events";
  private static final int LONGEST_NAME = 255;

  /** A container. */
  static final class Dir {
    final Tree tree;
    final @Nullable Dir parent;
    final Map<String, Dir> children = new TreeMap<>();

    /** What the subsystems keep here, by their names. */
    final Map<String, Long> levels = new TreeMap<>();

    /** What those have saved that are away. */
    final Map<String, Long> saved = new TreeMap<>();

    /** References held to the states of subsystems; no zeros. */
    final Map<String, Integer> references = new TreeMap<>();

    String name;
    boolean notify;
    boolean autoDelete;

    Dir(Tree tree, @Nullable Dir parent, String name) {
      this.tree = tree;
      this.parent = parent;
      this.name = name;
      this.notify = parent != null && parent.notify;
    }

    String path() {
      if (parent == null) {
        return "/";
      }
      return parent.parent == null ? "/" + name : parent.path() + "/" + name;
    }

    /** This and all below it, parents first. */
    List<Dir> subtree() {
      var all = new ArrayList<Dir>();
      addTo(all);
      return all;
    }

    private void addTo(List<Dir> all) {
      all.add(this);
      children.values().forEach(child -> child.addTo(all));
    }
  }

  /** A hierarchy. */
  static final class Tree {
    final String name;
    final boolean noPrefix;

    /** The subsystems that belong here, present or awaited. */
    final Set<String> members = new LinkedHashSet<>();

    /** What those miss that are awaited. */
    final Map<String, Absent> absent = new TreeMap<>();

    final Dir root = new Dir(this, null, "");
    String agent = "";

    Tree(String name, boolean noPrefix) {
      this.name = name;
      this.noPrefix = noPrefix;
    }

    /** Whether there are options by which a mount finds it. */
    boolean canBeFound() {
      return !name.isEmpty() || !members.isEmpty();
    }
  }

  /** What a subsystem had been told of when it left, and who has ended since. */
  record Absent(Set<Job> known, List<Job> ended) {}

  /** A task. */
  static final class Job {
    final int pid;
    final long start;
    final Map<Tree, Dir> places = new HashMap<>();

    /** What its threads were last seen to do; nobody if never. */
    StateCounts threads = StateCounts.NONE;

    Job(int pid, long start) {
      this.pid = pid;
      this.start = start;
    }

    Dir place(Tree tree) {
      return places.getOrDefault(tree, tree.root);
    }
  }

  /** The run of a release agent. */
  record Release(String agent, String path) {}

  /** The place of subsystems that are bound nowhere. */
  final Tree zero = new Tree("", true);

  /** The active hierarchies without {@link #zero}, in the order of their mounting. */
  final List<Tree> trees = new ArrayList<>();

  /** What is mounted where. */
  final Map<String, Tree> mounts = new LinkedHashMap<>();

  /** The registered subsystems in their order, and where each is bound. */
  final Map<String, Tree> registered = new LinkedHashMap<>();

  /** Registered subsystems that did not take what they had saved. */
  final Set<String> misplaced = new HashSet<>();

  /** Registered subsystems in a version that reads nothing older. */
  final Set<String> unread = new HashSet<>();

  final Map<Integer, Job> jobs = new TreeMap<>();

  /** What the subsystems are to be told in an operation. */
  final List<Telling> tellings = new ArrayList<>();

  Stream<Tree> allTrees() {
    return Stream.concat(Stream.of(zero), trees.stream());
  }

  /** The subsystems that are bound to a hierarchy, in the order of registration. */
  List<String> bound(Tree tree) {
    return registered.keySet().stream().filter(name -> registered.get(name) == tree).toList();
  }

  /** The hierarchy that a subsystem belongs to while it is away or misplaced. */
  @Nullable Tree awaiting(String subsystem) {
    return trees.stream()
        .filter(t -> t.members.contains(subsystem) && registered.get(subsystem) != t)
        .findFirst()
        .orElse(null);
  }

  /** The container that a path names. */
  @Nullable Dir dir(String path) {
    var parts = path.split("/", -1);
    var tree = parts.length < 2 ? null : mounts.get("/" + parts[1]);
    var dir = tree == null ? null : tree.root;
    for (int i = 2; i < parts.length && dir != null; i++) {
      dir = dir.children.get(parts[i]);
    }
    return dir;
  }

  /** As {@link #dir}, for one that is there. */
  Dir existing(String path) {
    return Objects.requireNonNull(dir(path), path);
  }

  Job job(int pid) {
    return Objects.requireNonNull(jobs.get(pid));
  }

  /** The errors of a path that has to name a container. */
  Set<Errno> missing(String path) {
    if (dir(path) != null) {
      return none();
    }
    var missing = EnumSet.of(Errno.ENOENT);
    for (String above = path; !above.isEmpty(); above = parent(above)) {
      if (isFile(above)) {
        missing = EnumSet.of(Errno.ENOTDIR);
      } else if (name(above).length() > LONGEST_NAME) {
        return EnumSet.of(Errno.ENAMETOOLONG);
      }
    }
    return missing;
  }

  boolean isFile(String path) {
    var dir = dir(parent(path));
    return dir != null && files(dir).contains(name(path));
  }

  /** The errors of a path under which something new is made. */
  Set<Errno> cannotBeMade(String path) {
    var refusals = missing(parent(path));
    if (dir(path) != null || isFile(path)) {
      refusals.add(Errno.EEXIST);
    }
    if (name(path).contains("\n")) {
      refusals.add(Errno.EINVAL);
    }
    if (name(path).length() > LONGEST_NAME) {
      refusals.add(Errno.ENAMETOOLONG);
    }
    return refusals;
  }

  static Set<Errno> none() {
    return EnumSet.noneOf(Errno.class);
  }

  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The names of the files in a directory. */
  Set<String> files(Dir dir) {
    var files = new HashSet<>(CORE_FILES);
    files.add(dir.parent == null ? ROOT_FILE : CHILD_FILE);
    bound(dir.tree).forEach(subsystem -> files.add(file(subsystem, dir.tree.noPrefix)));
    return files;
  }

  static String file(String subsystem, boolean noPrefix) {
    String file = Objects.requireNonNull(SUBSYSTEMS.get(subsystem));
    return noPrefix ? file : subsystem + "." + file;
  }

  /** Whether these subsystems would have two files of one name in a hierarchy. */
  static boolean filesCollide(Iterable<String> subsystems, boolean noPrefix) {
    var names = new HashSet<>(CORE_FILES);
    names.add(ROOT_FILE);
    names.add(CHILD_FILE);
    for (var subsystem : subsystems) {
      if (!names.add(file(subsystem, noPrefix))) {
        return true;
      }
    }
    return false;
  }

  /** Whether one more would have a file of the name of another file, or of a container. */
  boolean filesCollide(String subsystem, Tree tree) {
    var all = new HashSet<>(bound(tree));
    all.add(subsystem);
    String file = file(subsystem, tree.noPrefix);
    return filesCollide(all, tree.noPrefix)
        || tree.root.subtree().stream().anyMatch(dir -> dir.name.equals(file));
  }

  Dir make(Dir parent, String name) {
    var dir = new Dir(parent.tree, parent, name);
    for (var subsystem : bound(parent.tree)) {
      dir.levels.put(subsystem, parent.levels.getOrDefault(subsystem, 0L));
    }
    parent.children.put(name, dir);
    return dir;
  }

  static void remove(Dir dir) {
    if (dir.parent != null) {
      dir.parent.children.remove(dir.name);
    }
  }

  /** The tasks directly in a container, ascending by pid. */
  List<Integer> tasks(Dir dir) {
    var tasks = new ArrayList<Integer>();
    for (var job : jobs.values()) {
      if (job.places.get(dir.tree) == dir) {
        tasks.add(job.pid);
      }
    }
    return tasks;
  }

  boolean isUsed(Dir dir) {
    return !dir.children.isEmpty() || !dir.references.isEmpty() || !tasks(dir).isEmpty();
  }

  /** The child of a task, or a task without a known parent. */
  void fork(int parent, int pid, long start) {
    var known = jobs.get(pid);
    if (known != null && known.start == start) {
      return;
    }
    exit(pid);
    var child = new Job(pid, start);
    var from = jobs.get(parent);
    allTrees().forEach(t -> child.places.put(t, from == null ? t.root : from.place(t)));
    jobs.put(pid, child);
    tellAll(Callback.FORK, child);
  }

  void exit(int pid) {
    var job = jobs.remove(pid);
    if (job != null) {
      tellAll(Callback.EXIT, job);
      trees.forEach(tree -> tree.absent.values().forEach(absent -> absent.ended().add(job)));
    }
  }

  void attach(Job job, Dir dir) {
    if (job.places.put(dir.tree, dir) != dir) {
      bound(dir.tree).forEach(subsystem -> tell(subsystem, Callback.ATTACH, job));
    }
  }

  /** Everybody is told of a task. */
  private void tellAll(Callback callback, Job job) {
    registered.keySet().forEach(subsystem -> tell(subsystem, callback, job));
  }

  /** A subsystem is told of a task where it is. */
  void tell(String subsystem, Callback callback, Job job) {
    var tree = Objects.requireNonNull(registered.get(subsystem));
    var dir = job.place(tree);
    while (!isThere(dir) && dir.parent != null) {
      dir = dir.parent;
    }
    tellings.add(new Telling(subsystem, callback, job.pid, dir.path()));
  }

  /** The containers that are in use. */
  Set<Dir> used() {
    var used = new HashSet<Dir>();
    jobs.values().forEach(job -> used.addAll(job.places.values()));
    for (var tree : trees) {
      for (var dir : tree.root.subtree()) {
        if (!dir.children.isEmpty() || !dir.references.isEmpty()) {
          used.add(dir);
        }
      }
    }
    return used;
  }

  /**
   * Releases the containers that were in use and are no longer.
   *
   * @param now those that are
   */
  List<Release> release(Set<Dir> before, Set<Dir> now) {
    var runs = new ArrayList<Release>();
    var queue = new ArrayDeque<Dir>();
    before.stream().filter(dir -> !now.contains(dir) && isThere(dir)).forEach(queue::add);
    while (!queue.isEmpty()) {
      var dir = queue.remove();
      var parent = dir.parent;
      if (parent != null && dir.autoDelete) {
        remove(dir);
        if (!isUsed(parent)) {
          now.remove(parent);
          queue.add(parent);
        }
      } else if (parent != null && dir.notify && !dir.tree.agent.isEmpty()) {
        runs.add(new Release(dir.tree.agent, dir.path()));
      }
    }
    return runs;
  }

  private boolean isThere(Dir dir) {
    return dir.parent == null
        ? dir.tree == zero || trees.contains(dir.tree)
        : dir.parent.children.get(dir.name) == dir && isThere(dir.parent);
  }

  /** Brings what a subsystem keeps from one root to another. */
  void moveRoot(String subsystem, Tree to) {
    var from = registered.put(subsystem, to);
    if (from != null && from != to) {
      move(from.root.levels, to.root.levels, subsystem);
      move(from.root.references, to.root.references, subsystem);
    }
  }

  static <V> void move(Map<String, V> from, Map<String, V> to, String key) {
    var value = from.remove(key);
    if (value != null) {
      to.put(key, value);
    }
  }

  /** Whether a subsystem has to refuse what an earlier version saved. */
  boolean cannotRead(String subsystem, Tree tree) {
    return unread.contains(subsystem)
        && tree.root.subtree().stream().anyMatch(dir -> dir.saved.containsKey(subsystem));
  }

  /** Binds a subsystem with a root state, and gives it what it saved there. */
  void bind(String subsystem, Tree tree) {
    moveRoot(subsystem, tree);
    tree.members.add(subsystem);
    misplaced.remove(subsystem);
    zero.root.saved.remove(subsystem);
    for (var dir : tree.root.subtree()) {
      var saved = dir.saved.remove(subsystem);
      if (saved != null) {
        dir.levels.put(subsystem, saved);
      } else if (dir.parent != null) {
        dir.levels.put(subsystem, dir.parent.levels.getOrDefault(subsystem, 0L));
      }
    }
  }

  /** Tells a subsystem that is in its place again who has ended meanwhile. */
  void tellOfEnded(String subsystem, @Nullable Absent absent) {
    if (absent != null) {
      absent.ended().forEach(job -> tell(subsystem, Callback.MISSED_EXIT, job));
    }
  }

  /** The tasks below the root of a hierarchy. */
  List<Job> belowRoot(Tree tree) {
    return jobs.values().stream().filter(job -> job.place(tree) != tree.root).toList();
  }
}
